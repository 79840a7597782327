### Guidance on service intent notes in English: what could be better in a note, and what to write instead.

## Grades
intent-good = Good
intent-good-why = The note says how things stand and why.
intent-could-be-better = Could be better
intent-could-be-better-why = The note can be understood. With the suggestions below it helps the next reader more.
intent-unclear = Unclear
intent-unclear-why = The note does not say how things stand, or why. A colleague who reads it cannot do anything with it.

## What is checked
intent-no-reason = No reason given
intent-ambiguous = Can be read in several ways
intent-meeting = About a meeting, not about the intent
intent-too-long = Longer than two sentences
intent-personal-data = Personal data
intent-duplicate = Says the same as the note of another workload
intent-no-blocker = Seats are blocked, and the note does not say by what

## What is good
intent-clear-words = Says clearly how things stand

## Suggestions
intent-suggest-reason = Say why, for instance: “because the works council objects”, “due to a contract until 2028”.
intent-suggest-reason-for = You write “{ $word }”. Say why: what is behind it?
intent-suggest-until-when = “{ $word }” is true today only. Write what holds, and until when: “until the contract ends in March 2028”.
intent-suggest-what-first = “{ $word }” leaves open what is missing. Write what has to happen first, and who does it.
intent-suggest-date = “{ $word }” can mean next week or in two years. Write a month or a quarter.
intent-suggest-certain = “{ $word }” takes the statement back. Write what is certain, and what it depends on.
intent-suggest-outcome = Leave out “{ $word }” and write what came of it. What you plan to do belongs in a status note.
intent-suggest-shorter = These are { $sentences } sentences. Keep the intent and the reason, in at most { $most }; the rest belongs in a status note.
intent-suggest-without-email = Leave out the e-mail address. Add the person to the contacts of the tenant.
intent-suggest-without-phone = Leave out the phone number. Add the person to the contacts of the tenant.
intent-suggest-own-words = { $workload } has nearly the same note. Write what holds for this workload in particular.
intent-suggest-other-than-copy = This is the note of { $workload }, word for word, and cannot be saved. Write what holds for this workload in particular.
intent-suggest-blocker = Name what blocks: a system, a rule, a contract, a missing feature.
intent-suggest-blocker-such-as = The service status gives “{ $blocker }”. Write what exactly blocks.
