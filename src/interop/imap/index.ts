/** IMAP4rev1: mailboxes as mail programs read them. Words in, words out: no rule lives here. */
export {};
