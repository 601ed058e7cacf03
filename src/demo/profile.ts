/** The care a person goes through over the three years; it decides which stories are told about them. */
export type Profile = 'star' | 'healthy' | 'child' | 'pregnancy' | 'diabetes' | 'heart' | 'surgery' | 'elderly' | 'disability';

/** What an adult drawn at random goes through, by age at the reference date. */
export function profileAt(age: number, sex: 'M' | 'F', draw: number): Profile {
  if (age < 18) return 'child';
  if (age >= 82 && draw < 0.6) return 'elderly';
  if (age >= 60) return draw < 0.35 ? 'diabetes' : draw < 0.7 ? 'heart' : draw < 0.85 ? 'surgery' : 'healthy';
  if (draw < 0.05) return 'disability';
  if (sex === 'F' && age >= 22 && age <= 40 && draw < 0.35) return 'pregnancy';
  return draw < 0.5 ? 'surgery' : draw < 0.65 ? 'diabetes' : 'healthy';
}
