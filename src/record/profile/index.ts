/** The health profile: what resources of a record say of its person put together (`merge.ts`), and what the person enters (`views.ts`). */
export { type Choice, type ChoiceSection, choices } from './choices/index.ts';
export type { BodyMass, Course, CoursePoint } from './course.ts';
export type { ProfileEntry } from './entry.ts';
export type { CodedLabel, HealthProfile, ProfileLine, ProfileSection, Source } from './line.ts';
export { profileFrom } from './merge.ts';
export { type ProfileSources, profileOf, profileSources } from './read.ts';
export { type MeasureCourses, openProfile, type ProfileDesk, type ProfileViews } from './views.ts';
