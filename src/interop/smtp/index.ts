/** SMTP: submission and reception of messages, and carrying them to other operators. Words in, words out: no rule lives here. */
export {};
