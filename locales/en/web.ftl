### The words of Uptake in English. Short and plain: what a colleague would say.
### Numbers that messages take as arguments are grouped by the program.

## Numbers and days
points = { $change } pt
month-name = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
month-abbreviation = { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
month = Month
months = Months
months-from-to = { $first } to { $last }
thirteen-months = 13 months

## Around every page
skip-to-content = Skip to the content
navigation = Main navigation
open-navigation = Open the navigation
close = Close
cancel = Cancel
save = Save
apply = Apply
reload = Look again
action = Action
copy = Copy
copied = Copied
breadcrumb = You are here
search-tenants = Search tenants
account-of = Account of { $name }
profile-and-settings = Profile and settings
sign-out = Sign out
nav-insights = Insights
nav-programme = Programme
nav-settings = Settings
nav-help = Help
nav-overview = Overview
nav-fasttrack = FastTrack
nav-loads = Loads
nav-profile = Profile
nav-api = API
shortcuts = Keyboard shortcuts
shortcut-search = Search tenants
shortcut-overview = Go to the overview
shortcut-tenants = Go to the tenants
shortcut-escape = Close what is open
shortcut-help = Show these shortcuts

## Words of the product
tenants = Tenants
tenants-count = { $count ->
    [one] { $count } tenant
   *[other] { $count } tenants
}
workload = Workload
claim = Claim
not-claimed = Not claimed
claim-a-workload = Claim workload
pau = PAU
pau-long = Paid available units: paid licences
mau = MAU
mau-long = Monthly active users: people with an intentional action in the last 28 days
usage-percent = Usage %
usage-details = Usage details
no-paid-units = No PAU
not-reported = Not reported
name = Name
email = E-mail address
organisation = Organisation
data = Data
file = File
state = State
by-whom = By
when = When
created = Created
expires = Expires
last-used = Last used
never-used = Never
command-line = Command line

## Signing in
sign-in = Sign in
sign-in-title = Sign in to Uptake
sign-in-lead = See how far your customers use what they pay for.
sign-in-refused = This e-mail address and password do not belong together. Check both and try again.
sign-in-too-many = { $minutes ->
    [one] Too many attempts. Try again in { $minutes } minute.
   *[other] Too many attempts. Try again in { $minutes } minutes.
}
sign-in-help = No account, or password forgotten? Ask an account admin of your organisation.
password = Password
notice-expired = Your session has ended. Sign in to go on where you were.
notice-password-changed = Your password is changed. Sign in with the new one.
notice-signed-out-everywhere = You are signed out on every device.
signed-out = You are signed out
signed-out-lead = Close the browser if others use this computer.
sign-in-again = Sign in again

## No viewer role
no-access = No access to tenants
no-access-title = You have no role that shows tenants yet
no-access-directory-title = There are no tenants for the directory you sign in from
no-access-why = Your account at { $organisation } works, but tenant data needs a viewer role. An admin role alone does not show tenants.
no-access-what = What to do
no-access-ask = Ask an account admin of { $organisation } to give you one of these roles, for the whole company or for the locations you work for:
no-access-why-programme = Your account at the programme office works, but no partner is assigned to you yet.
no-access-ask-programme = Ask a programme admin to assign partners to you as partner manager, or to make you programme admin.
no-access-ask-directory = If your organisation files its claims under this directory, open a ticket and say so: the programme office keeps which directories count. If you also have an account in the right one, sign in with that.
no-access-roles = What you have now:
no-access-no-role = You have no role at all now.
to-profile = See your profile

## Roles
role-executive-report-viewer = Executive report viewer
role-report-viewer = Report viewer
role-incentives-admin = Incentives admin
role-account-admin = Account admin
role-global-admin = Global admin
role-programme-admin = Programme admin
role-partner-manager = Partner manager
role-gives-executive-report-viewer = Works on the visible tenants and sees all their data.
role-gives-report-viewer = Works on the visible tenants; money and personal data are withheld.
role-gives-incentives-admin = Files and follows claims for the given locations.
role-gives-account-admin = Invites people and gives viewer and incentives roles.
role-gives-global-admin = What an account admin may, and admin roles and sign-in settings too.
role-gives-programme-admin = Loads the data and keeps partners, catalogue and audit.
role-gives-partner-manager = Reads the work of the assigned partners and helps with it.

## Overview
overview-lead = Figures of { $month }, of the tenants you may see
overview-no-tenants = No tenants yet
overview-no-tenants-office = Tenants come with the files that a partner downloads from Partner Center. Load a licence usage file to begin.
overview-no-tenants-partner = A tenant shows here as soon as your organisation holds an approved claim on one of its workloads, at a location you see. Does it, and is nothing here? Ask the programme office whether the newest files are loaded.
overview-no-figures = No figures yet
overview-no-figures-office = The tenants are known, but no licence usage file is applied. Load one to see PAU, MAU and Usage %.
overview-no-figures-partner = The tenants are known, but no licence usage file is loaded. The programme office can load one.
load-a-file = Load a file
trend-usage = Usage % over 13 months
trend-usage-label = Line of Usage % over the last 13 months. The figures are in the table.
trend-units = PAU and MAU over 13 months
trend-units-label = Lines of PAU and MAU over the last 13 months. The figures are in the table.
nothing-to-draw = No figures to draw in these months.
figures-as-table = The figures as a table
by-workload = By workload
by-status = Seats by status
waits-for-you = Waits for you
by-band = Tenants by Usage %
movers = Who moved most
rose-most = Rose most
fell-most = Fell most
none-moved = Nobody, since the month before.
freshness = How fresh the data is
loaded-at = Loaded
up-to-month = Up to
next-due = Next due
never-loaded = Never loaded
overdue = Overdue
feed-partner-profile = Partner profile
feed-customers-and-tenants = Customers and tenants
feed-office-usage = Licence usage
feed-ems-usage = Enterprise mobility usage
feed-eligible-plans = Eligible plans
feed-seats-and-subscriptions = Seats and subscriptions
feed-propensity = Upsell propensity

## Tenant list
search-in-list = Name, tenant ID or domain
filter-list = Search and filter the list
filter-location = Location
filter-country = Country
filter-segment = Segment
filter-workload = Workload
filters-on = Filters that are on
filter-remove = Remove filter { $filter }
clear-filters = Clear all filters
chip-search = Search: { $text }
chip-location = Location: { $value }
chip-country = Country: { $value }
chip-segment = Segment: { $value }
chip-workload = Workload: { $value }
chip-overall-status = Overall status: { $value }
chip-signal = Signal: { $value }
filter-overall-status = Overall status
filter-attention = Attention
filter-overdue = Something overdue
filter-no-survey-contact = No survey-eligible contact
filter-below-minimum = Below the licence minimum
chip-usage = Usage: { $value }
chip-usage-from = Usage from { $from }%
chip-usage-to = Usage up to { $to }%
chip-usage-between = Usage from { $from }% to { $to }%
band-any = Any
band-none = No paid units
band-low = Below 25%
band-fair = 25% to 50%
band-good = 50% to 75%
band-high = 75% to 100%
band-above = Above 100%
usage-from = From %
usage-to = To %
columns = Columns
column-name = Tenant name
column-tenant-id = Tenant ID
column-domain = Domain
column-country = Country
column-segment = Segment
column-workloads-claimed = Workloads claimed
column-pau = PAU
column-mau = MAU
column-usage = Usage %
column-change = Change
column-overall-status = Status
column-last-note = Last note
column-next-action = Next action
column-signals = Signals
figure-overdue = Overdue
views = Views
views-none = A view keeps search, filters, order and columns under a name.
view-save-as = Save this list as
view-save = Save view
view-delete = Delete view { $name }
list-figures-of = Figures of { $month }
list-newest-month = The newest month of this tenant
list-nothing-found = No tenant matches
list-nothing-found-advice = Search for less, or take a filter away.
usage-link = Usage details of { $name }: { $usage }
export-csv = Export CSV
rows-per-page = Rows
pages = Pages
page-first = First
page-previous = Previous
page-next = Next

## Tenant
tpid = TPID
seen-through = Location
tenant-no-figures = No usage figures
tenant-no-figures-why = Figures show as soon as your organisation holds an approved claim on this tenant and a usage file with it is loaded. Then they show for all workloads that nobody else has claimed.
row-not-reported-since = Not reported this month; last in { $month }
row-never-reported = Never reported
above-full-why = Above 100%: more people are active than licences are paid. Students and trial users count in MAU and not in PAU.
no-paid-units-why = Without paid units (PAU 0) there is no percentage.

## History of a figure
computed-title = How { $month } was computed
computed = MAU { $mau } / PAU { $pau } = { $usage }
computed-no-paid-units = MAU { $mau } / PAU 0: without paid units there is no percentage
source = File

## Loads
loads-lead = The files that a partner downloads from Partner Center. First you see what a file would change, then you decide.
upload-choose = Choose a file
upload-or-drop = or drop it here
upload-help = Partner profile, customers and tenants, licence usage or enterprise mobility usage: .csv, .tsv, .csv.gz or .zip, up to { $most }.
upload-start = Upload and check
upload-progress = Upload
upload-working = Uploaded. Reading and checking the rows…
upload-failed = The upload was interrupted. Check the connection and try again.
upload-too-large = This file is larger than { $most }.
loads-history = Loads so far
loads-none = Nothing loaded yet
loads-none-advice = Begin with the partner profile, then customers and tenants, then licence usage.
load-state-staging = Reading
load-state-planned = Waiting for you
load-state-applied = Applied
load-state-undone = Undone
load-state-discarded = Discarded
load-state-failed = Failed
load-count-rows = Rows
load-count-added = Added
load-count-changed = Changed
load-count-left = Left as is
load-count-refused = Refused
load-is-staging = The rows are being read. This page follows by itself.
load-is-planned = Nothing has changed yet. Look at the plan below, then apply or discard it.
load-changes-nothing = Everything in this file is here already: applying it changes nothing.
load-stopped = More than { $percent }% of the rows are refused, so this file cannot be applied. Mend the rows below and load it again.
load-is-applied = This load is applied: its figures count.
load-is-undone = This load was undone: everything is as it was before it.
load-is-discarded = This load was discarded and changed nothing.
load-has-failed = This file could not be loaded.
load-apply = Apply
load-discard = Discard
load-discard-sure = Discard this load?
load-discard-what = The plan goes away. Nothing that counts is touched, and the file can be loaded again.
load-undo = Undo
load-undo-sure = Undo this load?
load-undo-what = Every figure goes back to what it was before this load, at once and for everybody.
load-details = Details
load-tenants-new = New tenants
load-claims-begun = Claims that begin
load-claims-ended = Claims that end
load-claims-contradicted = Approved claims that the file gives to another partner; they stay
load-repeated = Rows that repeat another row
load-workloads-new = New workloads
load-columns-ignored = Columns not used
load-uploaded = Uploaded
refused-rows = Refused rows
refused-shown = { $shown } of { $all }
refused-download = Download all
refused-line = Line
refused-column = Column
refused-value = Value
refused-reason = Why
refused-whole-row = Whole row
refused-empty = Empty

## Why a row is refused
row-and-other-line = { $reason } See line { $line }.
row-missing = Nothing stands here, and something must.
row-not-a-tenant-id = This is no tenant ID; one looks like 0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d5e.
row-not-a-month = This is no month; write 2026-08-01 or 2026-08.
row-not-the-first = This is not the first day of a month.
row-month-out-of-range = This month is out of range (2000 to 2199).
row-not-a-number = This is no whole number; write digits only.
row-negative = This is less than zero.
row-absurd = This is more than any real number of licences or users.
row-not-a-partner-id = This is no partner ID (up to 20 letters and digits).
row-not-a-flag = This is neither 0 nor 1.
row-not-a-workload = This is not the name of a workload.
row-not-a-day = This is no day; write 2026-08-31.
row-not-a-sku = This is not the name of a SKU.
row-unknown-cluster = This is none of Act Now, Evaluate, Nurture and Educate.
row-unknown-level = This is neither Global nor Location.
row-too-long = This is too long.
row-not-utf8 = This is not written in UTF-8.
row-control-character = This has a character that is no text.
row-wrong-field-count = This row has more or fewer fields than the header.
row-stray-quote = There is text behind a closing quote; the lines up to the next quote are refused with it.
row-contradicts = Another row of the file says something else of the same figure.
row-competing-claims = Another row of the file gives the claim on this workload to another partner.
row-unknown-partner = No partner or location here has this ID. Load the partner profile first.
row-unknown-tenant = No tenant here has this ID. Load the tenants or their usage first.

## Why a file is refused
file-died = The program stopped while it was reading. Load the file again.
file-lost = What was read of the file was gone before it was applied. Load the file again.
file-empty = The file is empty.
file-not-text = The file is not a table in text. Download the report as CSV or TSV.
file-wrong-encoding = The file is not written in UTF-8. Save it as UTF-8.
file-too-large = Unpacked, the file is too large. Load it in parts.
file-bomb = The file unpacks to far more than any report has.
file-unknown-header = The first line is not the header of a report that can be loaded.
file-missing-column = A column that is needed is missing.
file-duplicate-column = A column that is needed is there twice.
file-too-many-columns = The first line has more columns than any report.
file-unclosed-quote = A quoted field begins and is never closed.
file-row-too-long = A row is longer than any row of a report.
file-tenant-too-large = The file has more rows of one tenant than can be taken. Load it in parts.
file-unreadable = The file could not be read.
file-archive-empty = The ZIP file has no file in it.
file-archive-several-files = The ZIP file has several files in it. Pack each on its own.
file-archive-encrypted = The ZIP file is protected by a password. Unpack it first.
file-archive-nested = The file is packed twice. Unpack it once.
file-archive-unknown-method = The ZIP file is packed by a method that cannot be read. Unpack it first.
file-archive-unknown-format = The file is packed in a form that cannot be read. Use gzip or ZIP.
file-archive-damaged = The packed file is damaged or was cut off. Download it again.

## Profile
profile-you = Your details
profile-sees = You see
profile-roles = Your roles
profile-no-roles = You have no role yet. Ask an account admin of your organisation.
entire-organisation = Entire organisation
preferences = Language and theme
language = Language
language-browser = As the browser says
theme = Theme
theme-system = As the device says
theme-light = Light
theme-dark = Dark
password-change = Change password
password-current = Current password
password-new = New password
password-repeat = New password again
password-hint = At least { $least } characters. A few words in a row are easy to remember and hard to guess.
password-ends-sessions = Other devices are signed out; access tokens keep working.
password-wrong = This is not your current password.
password-differs = The two new passwords differ.
password-too-short = A password has at least { $least } characters.
password-too-long = This password is too long.
password-guessable = This password is among the first that anybody would try. Take another.
sessions = Where you are signed in
session-device = Device
session-device-on = { $browser } on { $system }
session-address = Address
session-since = Since
session-end = Sign out
session-end-of = Sign out { $device }
session-unknown-device = Unknown device
sign-out-everywhere = Sign out everywhere
this-session = This device
tokens = Access tokens
tokens-lead = With a token your own programs can read and do through the API what you may, never more.
tokens-docs = How the API works
tokens-none = You have no tokens.
token-new = New token
token-name = What is it for?
token-days = Valid for (days)
token-scope = May
token-scope-read = Only read
token-scope-write = Read and write
token-create = Create token
token-created = Here is the token “{ $name }”. Copy it now: it is shown only once.
token-revoke = Revoke
token-revoke-of = Revoke token { $name }

## API
api-lead = Everything a page can do, a program can do: JSON over HTTPS with an access token.
api-document = OpenAPI document
api-make-token = Make an access token
api-contents = Contents
api-parameter = Parameter
api-place = In
api-type = Type
api-meaning = Meaning
api-required = Required
api-body = Body
api-answers = Answers
api-no-example = No body.
api-problems = Problems
api-problems-lead = What goes wrong is told as problem details (RFC 9457). The type ends in one of these names; names do not change, words may.
api-problem = Name
api-status = Status

## Errors
to-start = To the first page
to-tenants = To the tenants
error-reference = Reference for support:
copy-reference = Copy the reference
error-bad-request = This request is not understood
error-bad-request-advice = The address or a field is not as it should be. Go back and try again.
error-forbidden = Your role does not allow this
error-forbidden-advice = Ask an account admin of your organisation for the role that does. Your profile shows which roles you have.
error-closed = The details of this tenant are closed to you
error-closed-advice = Which directories are enrolled, the programme office keeps: open a ticket if yours should be. If you also have an account in one that is, sign in with that.
error-stale-form = This form is too old
error-stale-form-advice = Nothing was changed. Go back, reload the page and send the form again.
error-not-found = There is nothing here
error-not-found-advice = The address may be wrong, or what was here is not open to you: a tenant, for instance, when your organisation's last claim on it has ended. Search for the tenant by its name or ID.
error-method = This address does not take that
error-method-advice = The page exists, but not for this kind of request. Open it by its link.
error-conflict = Somebody else was first
error-conflict-advice = What you wanted to change has changed meanwhile. Reload the page and look again.
error-too-large = This is too large
error-too-large-advice = Send less at once, or split the file.
error-media = This kind of file is not taken
error-media-advice = Send a CSV or TSV file, packed or not.
error-unprocessable = This cannot be done as it is
error-unprocessable-advice = Go back, mend what is named and try again.
error-too-many = Too many requests
error-too-many-advice = Wait a minute and try again.
error-internal = Something went wrong on our side
error-internal-advice = Nothing was half done. Try again; if it stays, give the reference below to your administrator.
error-unavailable = Uptake is busy right now
error-unavailable-advice = Nothing was changed. Wait a moment and try again.
problem-signed-out = You are not signed in
problem-signed-out-advice = Sign in, or send an access token that has not ended.
problem-wrong-credentials = This e-mail address and password do not belong together.
problem-too-many = { $seconds ->
    [one] Try again in { $seconds } second.
   *[other] Try again in { $seconds } seconds.
}
problem-no-viewer-role = Tenant data needs a viewer role. Ask an account admin of your organisation.
problem-foreign-directory = You sign in from a directory under which no claims are filed, and so there are no tenants. Ask your programme office by a ticket.
problem-details-closed = Data for this tenant is not open to your account: the directory from which you sign in is not enrolled.
problem-load-at-work = Another load of this kind is at work. Wait until it is done and try again.
problem-wrong-load-state = This load cannot do that now: it is applied or discarded already, or not the newest of its kind.
problem-load-lost = What was read of this file is gone, and nothing was changed. Load the file again.
problem-plan-changed = The data changed since the plan, so it was made anew. Look at it again, then apply it.
problem-too-many-refused = Too many rows were refused, so the file cannot be applied.
problem-in-use = What this load brought is used by something else, so it cannot be undone.
problem-question-answered = Somebody else has answered this question. Open the page anew to read the answer.
problem-question-open = A question about this note waits for its answer already. Ask the next one when the answer is there.
problem-no-version = Send the ETag of what you read in If-Match, so that nobody's change is lost.
problem-overtaken = Somebody else changed this since you read it, and nothing was done. What stands there now is in current; look at it and send yours again with its ETag.
problem-too-large = At most { $most } are taken at once.
problem-uri-too-long = The address is too long.
problem-too-slow = The request took too long to arrive.
problem-broken-upload = The upload ended before the file was complete.
problem-disk-full = The server has no room for this file now.

## What is wrong with a field
field-missing = Fill this in.
field-too-long = At most { $most } characters.
field-malformed = Not of the form it should have.
field-out-of-range = From { $least } to { $most }.
field-unknown = There is no such value.
field-foreign-cursor = This cursor belongs to another list. Begin at the first page.
field-wrong-password = This is not your current password.
field-differs = The two new passwords differ.
field-taken = This is taken already.
field-as-many-as-may-be = There are { $most } already, and no more may be. Delete one first.
field-role-not-here = This role cannot be given here.
field-key-of-another = This key was used for another request. Give each request a key of its own.
field-copy-of = This is the note of { $workload }, word for word. Write what holds for this workload in particular.
field-withheld = This is withheld from you: it can be neither searched nor changed.
field-none-survey-eligible = A tenant with customer contacts has at least one that is survey eligible. { $customers ->
    [one] This would leave one customer contact, and it is not.
   *[other] This would leave { $customers } customer contacts, and none that is.
}
field-email-twice = Another contact of this tenant has this e-mail address.
field-not-of-this-type = A partner’s contact has no such field.
field-not-an-email = This is not an e-mail address, such as noor@example.com.
field-not-a-phone = This is not a telephone number, such as +31 20 555 01 99.
field-unknown-workload = There is no workload { $code }.
field-no-such-parameter = There is no such parameter.
field-given-twice = Given twice, and only one counts.
field-not-sortable = The list can be sorted by: { $columns }.
field-not-one-of = One of: { $values }.

## Panes and forms
pane-unsaved = What you typed is not saved. Close anyway? It stays here as a draft.
pane-failed = This could not be sent. What you typed is still here: try again in a moment.
pane-gone = This was not saved: what it belongs to is not there for you any more, as a tenant is not when your organisation's last claim on it has ended. What you typed is still here: copy what you want to keep.
pane-signed-out = Your session has ended. What you typed is still here.
pane-sign-in = Sign in in a new tab, then save again here.
draft-found = What you typed here before was not saved.
draft-restore = Put it back
draft-discard = Throw it away
form-errors = { $count ->
    [one] One thing has to be put right:
   *[other] { $count } things have to be put right:
}
form-optional = optional
form-ended-title = Your session has ended
form-ended-lead = This was not saved. What you typed stands below: sign in in a new tab, open the form again, and copy it over.
form-gone-lead = This was not saved: it belongs to something that is not here, or not for you any more, as a tenant is not when your organisation's last claim on it has ended. What you typed stands below; copy what you want to keep.
form-ended-sign-in = Sign in in a new tab
form-ended-typed = What you typed
field-line-break = One line, without a line break.
field-unseen = There is an invisible character in it ({ $code }). Remove it.
field-not-a-day = A date such as 2026-03-01.
field-past = Today or later.
field-too-far = This day is too far away.
field-not-in-the-list = Choose one of the list.

## Status notes
notes = Status notes
note-add = Add note
note-new = New status note
note-correction = Correct a status note
note-correction-lead = The note of { $when } stays as it is. The new one says what is right, and both point to each other.
note-correct = Correct
note-corrects = Corrects an earlier note
note-corrected = Corrected by a later note
note-scope = Onboarding scope
note-scope-hint = What is being taken up, by whom, how far.
note-risks = Risks
note-next-actions = Next actions
note-next-action-date = Next action date
note-next-action-owner = Next action owner
note-overall-status = Overall status
note-status-active = Active
note-status-blocked = Blocked
note-status-paused = Paused
note-save = Save note
note-saved = The status note is saved.
note-none = No status notes yet
note-none-advice = A status note tells the next colleague where this customer stands and what happens next.
note-none-found = No notes match
note-none-found-advice = Take away a filter, or search for another word.
note-read-more = Read more
note-all-history = View all history
note-history-of = Status notes of { $tenant }
note-written = { $when } by { $author }
note-withheld = Withheld
note-no-author = Unknown
note-next = Next action
note-next-by = { $day }, by { $owner }
note-overdue = Overdue
note-filter = Filter
note-filter-reset = Show all
note-filter-from = Written from
note-filter-until = Written until
note-filter-author = Author
note-filter-anybody = Anybody
note-filter-any-status = Any status
note-filter-text = Text
note-older = Older notes
note-newer = Newer notes
note-pages = Pages of notes
note-ask = Ask for a note
note-ask-lead = The partner sees this on the tenant page until a note is written. Asking again moves the day.
note-ask-partner = Partner to ask
note-ask-due = By
note-ask-save = Ask
note-asked = The note is asked for.
note-asked-by = The programme office asks for a note by { $day }.
note-asked-of = { $partner } was asked for a note by { $day }.
note-ask-nobody = No partner has this tenant, so there is nobody to ask.

## What was done, once, on the next page
flash-password-changed = Your password is changed. Other devices are signed out.
flash-preferences-saved = Language and theme are saved.
flash-session-ended = That device is signed out.
flash-token-revoked = The access token works no more.
flash-view-saved = The view is saved.
flash-view-deleted = The view is deleted.
flash-plan-renewed = The data changed since the plan, so it was made anew. Look at it again, then apply it.

## The audit (S16.1)

nav-audit = Audit
audit-lead = Who did what, newest first. Nothing here can be changed.
audit-from = From
audit-until = Until
audit-exported = Exported the audit
audit-search = Search in actions, subjects and people
audit-find = Search
audit-none = No entries
audit-none-advice = Nothing was done yet, or nothing matches the search.
audit-what = Action
audit-to-what = Subject
audit-paging = Pages of the audit
audit-older = Older entries
audit-sign-in-done = Signed in
audit-sign-in-refused = Sign-in refused
audit-session-ended = Ended a session
audit-session-ended-all = Ended all sessions
audit-password-changed = Changed the password
audit-token-created = Made an access token
audit-token-revoked = Revoked an access token
audit-tenant-opened = Opened a tenant
audit-tenants-exported = Exported the tenant list
audit-licences-exported = Exported the licences
audit-history-opened = Opened the history of a figure
audit-load-applied = Applied a load
audit-load-discarded = Discarded a load
audit-load-undone = Undid a load
audit-person-added = Added a person
audit-person-closed = Closed an account
audit-person-reopened = Reopened an account
audit-role-given = Gave a role
audit-role-taken = Took a role away
audit-intent-note-opened = Opened an intent note
audit-intent-note-saved = Wrote an intent note
audit-intent-help-asked = Asked for help with an intent note
audit-intent-help-given = Answered a question about an intent note

## Guidance on service intent notes in English: what could be better in a note, and what to write instead.

# Grades
intent-good = Good
intent-good-why = The note says how things stand and why.
intent-could-be-better = Could be better
intent-could-be-better-why = The note can be understood. With the suggestions below it helps the next reader more.
intent-unclear = Unclear
intent-unclear-why = The note does not say how things stand, or why. A colleague who reads it cannot do anything with it.

# What is checked
intent-no-reason = No reason given
intent-ambiguous = Can be read in several ways
intent-meeting = About a meeting, not about the intent
intent-too-long = Longer than two sentences
intent-personal-data = Personal data
intent-duplicate = Says the same as the note of another workload
intent-no-blocker = Seats are blocked, and the note does not say by what

# What is good
intent-clear-words = Says clearly how things stand

# Suggestions
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
audit-status-notes-opened = Opened status notes
audit-status-note-added = Added a status note
audit-note-asked = Asked for a status note
audit-contacts-opened = Opened contacts
audit-contact-added = Added a contact
audit-contact-changed = Changed a contact
audit-contact-deleted = Deleted a contact
audit-contact-restored = Brought a contact back
audit-contacts-erased = Erased deleted contacts

## Service intent notes, their guidance, and questions about them

service-status-and-intent = Service status and intent
service-intent = Service intent
service-intent-withheld = name withheld
service-intent-byline = { $author }, { $at }
service-intent-suggestions = { $count ->
    [0] No suggestions.
    [one] 1 suggestion.
   *[other] { $count } suggestions.
}
service-intent-text = What does the customer intend, and why?
service-intent-hint = One or two sentences: what holds for this workload, and the reason.
service-intent-overtaken = Somebody else has written a note meanwhile. It stands here; yours is still in the form. Saving replaces theirs, which stays below as an older note.
service-intent-save = Save note
service-intent-check = Check
service-intent-help-open = History and help
service-intent-none = No intent note yet.
service-intent-write = Write a note
service-intent-change = Change
service-intent-open = Open
service-intent-help = Help from the partner manager
service-intent-asked = { $asker } asked, { $at }
service-intent-answered = { $answerer } answered, { $at }
service-intent-waiting = Waiting for an answer
service-intent-question = Your question
service-intent-question-hint = The saved note goes with it. The answer appears here.
service-intent-ask = Ask for help
service-intent-no-questions = Nobody has asked for help.
service-intent-older = Older notes
note-questions = Questions
note-questions-lead = What partners ask about their service intent notes, the oldest first.
note-questions-none = No question is open
note-questions-none-why = A question appears here as soon as somebody asks for help with a note.
note-answer = Your answer
note-answer-send = Send answer
note-answer-late = Somebody else has answered this meanwhile. Their answer stands; yours was not sent.
note-answer-yours = What you typed
flash-intent-note-saved = The note is saved.
flash-intent-help-asked = The question is sent to the partner manager.
flash-intent-help-given = The answer is sent.

## My work (S12.1)

work = My work
work-lead = What waits for you, the most urgent first. Each item is gone when it is done.
work-kinds = Kinds of work
work-all = All
work-more-than = more than { $count }
work-waiting = { $count } urgent
work-show-all = Show all { $count }
work-none = Nothing waits for you
work-none-advice = New items appear here when a promised day passes, a note is asked for, or something about a tenant is missing.
work-pages = Pages
work-next = Next
work-overdue = Overdue
work-due-today = Today
work-due = Coming up
work-by = by { $day }
work-since = since { $day }
work-next-action = Next action overdue
work-next-action-advice = Write what became of it, and what comes next.
work-asked-note = Note asked for
work-asked-note-advice = The programme office waits for a status note.
work-asked-note-late-advice = The partner has not written the note in time. Ask again, by a new day.
work-referral = Referral to answer
work-referral-advice = Accept or decline it in time.
work-claim = Claim that waits
work-claim-advice = Answer what was asked.
work-claim-review-advice = Decide on it in time.
work-intent-question = Question about an intent note
work-intent-question-advice = A partner asks how to word an intent note.
work-split-out-of-balance = Service status out of balance
work-split-out-of-balance-advice = The number of entitlements has changed, and the seats no longer add up to it.
work-no-survey-contact = No contact for surveys
work-no-survey-contact-advice = Nobody at these tenants can be surveyed. Add a contact who is survey eligible.
work-intent-note-missing = Intent note missing
work-intent-note-missing-advice = Write for each workload what the customer intends, and why.
work-intent-note-old = Intent note older than 90 days
work-intent-note-old-advice = Look whether it still holds, and write it anew.
work-do-note = Add note
work-do-ask-again = Ask again
work-do-open = Open
work-do-decide = Decide
work-do-answer = Answer
work-do-split = Put right
work-do-contact = Add contact
work-do-intent = Write note
## Contacts
contacts = Contacts
contacts-of = Contacts of { $tenant }
contact-add = Add contact
contact-new = New contact
contact-edit = Edit
contact-edit-of = Edit { $name }
contact-edit-title = Edit contact
contact-delete = Delete
contact-delete-of = Delete { $name }
contact-delete-title = Delete this contact?
contact-delete-lead = For 30 seconds you can undo this. Then everything that is known of this person here is erased.
contact-delete-overtaken = Somebody else changed this contact meanwhile. This is what stands there now.
contact-deleted = { $name } is deleted.
contact-undo = Undo
contact-undo-within = { $seconds ->
    [one] You can undo this for another second.
   *[other] You can undo this for another { $seconds } seconds.
}
contact-not-back = This contact cannot be brought back: 30 seconds have passed since it was deleted.
contact-undo-of = Undo: { $name }
contact-optional-for-partner = optional for a partner’s contact
contact-type = Type
contact-type-customer = Customer
contact-type-partner = Partner
contact-any-type = Every type
contact-name = Name
contact-email = E-mail
contact-phone = Phone
contact-title = Title
contact-country = Country/region
contact-language = Survey language
contact-choose = Choose
contact-workloads = Services assisted with
contact-survey-eligible = Survey eligible
contact-not-survey-eligible = Not survey eligible
contact-survey-hint = Only for a contact of the customer: at least one can get the survey.
contact-yes = Yes
contact-no = No
contact-of = Written by
contact-all = All contacts ({ $count })
contact-search = Name, e-mail, title or phone
contact-pages = Pages of contacts
contact-none = No contacts yet
contact-none-advice = Write down who to talk to, so that the next colleague need not ask.
contact-none-found = No contacts found
contact-none-found-advice = Take away a filter, or search for another word.
contact-none-eligible = Nobody at this tenant is survey eligible. Add a customer contact who can get the survey.
contact-withheld = Withheld
contact-withheld-hint = What is withheld from you stays as it is. You can change the rest.
contact-overtaken = Somebody else changed this contact while you were typing. Theirs is below, yours is in the form. Saving replaces theirs.
contact-changed-at = Changed on { $at }
contact-save = Save contact
flash-contact-saved = The contact is saved.
flash-contact-restored = The contact is back.

## Service status: the split of a workload's seats over statuses and reasons

field-future = This day is still to come.
audit-service-status-opened = Opened a service status
audit-service-status-saved = Saved a service status
split-too-many = { $count ->
    [one] 1 seat too many.
   *[other] { $count } seats too many.
}
split-too-few = { $count ->
    [one] 1 seat is missing.
   *[other] { $count } seats are missing.
}
split-total-changed = The total is { $now } now, and no longer { $seen }: new figures were loaded.
split-too-many-lines = { $lines } lines; { $most } at most.
split-not-a-number = Give a whole number, in digits alone.
split-not-possible = Give a number from { $least } to { $most }.
split-not-an-option = This does not belong to what is chosen before it. Choose one of the list.
split-no-options = What is chosen before it has no reasons. Leave this empty.
split-without-reason = Choose the reason (L2) first.
split-no-target-date = This status has no target date. Leave this empty.
split-some-too-many = { $seats } seats too many.
split-some-missing = { $seats } seats are missing.
service-status = Service status
service-status-total = Total entitlements
service-status-sum = Sum of the lines
service-status-difference = Difference
service-status-even = Adds up
service-status-out-of-balance = Out of balance
service-status-seats = Seats
service-status-l1 = Status (L1)
service-status-l2 = Reason (L2)
service-status-l3 = Technical reason (L3)
service-status-target = Target date
service-status-remark = Remark
service-status-in-line = { $label }, line { $line }
service-status-pick = Choose
service-status-no-l3 = None
service-status-add = Add line
service-status-remove = Remove this line
service-status-rest = Rest here
service-status-rest-why = Gives this line what is missing to the total
service-status-choose = Show matching reasons
service-status-save = Save service status
service-status-retired = { $name } (no longer offered)
service-status-was = Until now: { $was }. This cannot be chosen any more; choose anew.
service-status-overtaken = It has changed meanwhile. What stands there now is here; yours is still in the form. Saving replaces it.
service-status-history = History
service-status-as-of = As of
service-status-show = Show
service-status-as-of-day = As of { $day }
service-status-as-of-moment = As saved on { $at }
service-status-pages = Pages of the history
service-status-older = Older
service-status-newest = Newest
service-status-now = Back to the present
service-status-none-yet = Nobody had saved a service status by that day: all seats had an unknown status.
service-status-never-saved = Nobody has saved a service status yet: all seats have an unknown status.
service-status-no-seats = No seats
service-status-when = When
service-status-who = Who
service-status-by-load = New figures
service-status-by-undoing = Figures taken back
flash-service-status-saved = The service status is saved.
blockers = Blockers
blockers-lead = Seats that are blocked, and seats that nobody intends to use, by reason.
blockers-none = Nothing is blocked
blockers-none-why = Reasons appear here as soon as the service status of a workload names them.
blockers-sum = { $seats ->
    [one] 1 seat
   *[other] { $seats } seats
} of { $tenants ->
    [one] 1 tenant
   *[other] { $tenants } tenants
}
blockers-of = { $seats ->
    [one] 1 seat
   *[other] { $seats } seats
}, { $tenants ->
    [one] 1 tenant
   *[other] { $tenants } tenants
}
chip-status = Status: { $value }
chip-reason = Reason: { $value }

## Signals of the last 30 days (S12.2)
signals = Signals of the last 30 days
signal-usage-rose = Usage up
signal-usage-rose-by = Usage rose by { $points } points.
signal-usage-fell = Usage down
signal-usage-fell-by = Usage fell by { $points } points.
signal-seats-bought = Seats bought
signal-seats-bought-so-many = { $seats } paid units were added.
signal-reached-minimum = At minimum
signal-reached-minimum-with = The tenant reached the licence minimum of { $minimum }: it has { $pau } paid units.
signal-fell-below-minimum = Below minimum
signal-fell-below-minimum-with = The tenant fell below the licence minimum of { $minimum }: it has { $pau } paid units.
signal-blocked-seats-grew = More blocked
signal-blocked-seats-grew-to = Blocked seats grew from { $from } to { $to }.

split-no-longer-offered = “{ $name }” is not offered any more. Choose something else here.
taxonomy = Statuses and reasons
taxonomy-lead = What can be chosen in a service status. Each version counts from a day on; what stood before keeps the names of its day.
taxonomy-change = Change statuses and reasons
taxonomy-change-planned = Change the planned version
taxonomy-change-lead = Nothing counts before you have seen what it touches, and saved it.
taxonomy-is-planned = A version is planned from { $day }. You are changing that one: saving replaces it.
taxonomy-versions = Versions
taxonomy-valid-from = Counts from
taxonomy-valid-from-hint = { $day } at the earliest. A day begins at midnight UTC.
taxonomy-valid-to = Until
taxonomy-goes-on = goes on
taxonomy-from-ever = From the beginning
taxonomy-ships = Comes with Uptake
taxonomy-made = Saved
taxonomy-past = Past
taxonomy-counts = In force
taxonomy-planned = Planned
taxonomy-tree = What can be chosen
taxonomy-no-reasons = No reasons
taxonomy-withdraw = Withdraw planned version
taxonomy-withdraw-sure = Withdraw the planned version?
taxonomy-withdraw-what = The version in force goes on. What was planned is gone.
taxonomy-name-en = Name in English
taxonomy-name-nl = Name in Dutch
taxonomy-code = Code
taxonomy-code-from-name = From the English name
taxonomy-remark = Needs a remark
taxonomy-dated = Can have a target date
taxonomy-retire = No longer offered
taxonomy-options = Options
taxonomy-new = New
taxonomy-add-reason = Add reason
taxonomy-add-technical = Add technical reason
taxonomy-technical-count = { $count ->
    [0] No technical reasons
    [one] 1 technical reason
   *[other] { $count } technical reasons
}
taxonomy-up = Move up: { $name }
taxonomy-down = Move down: { $name }
taxonomy-drop = Remove: { $name }
taxonomy-preview = See what it touches
taxonomy-preview-title = What it touches
taxonomy-preview-lead = The new version would count from { $day }. Nothing is saved yet.
taxonomy-overtaken = Somebody else saved another version since you opened the form. Below is what yours changes of what stands there now; nothing of yours is lost. Saving puts yours in its place.
taxonomy-replaces = What it changes of the version planned from { $day }
taxonomy-replaces-same = Nothing but the day.
taxonomy-unfit = To be chosen anew
taxonomy-unfit-none = All that stands today can be saved again as it is.
taxonomy-unfit-what = { $seats ->
    [one] 1 seat stays where it is, with the name of its day. Whoever next saves its service status has to choose anew.
   *[other] { $seats } seats stay where they are, with the names of their day. Whoever next saves their service status has to choose anew.
}
taxonomy-unfit-choice = Chosen today
taxonomy-unfit-need = What it needs
taxonomy-workloads = Workloads
taxonomy-needs-choice = Another choice: it is not offered any more
taxonomy-needs-reason = A reason: there are some now
taxonomy-needs-remark = A remark
taxonomy-needs-no-date = No target date any more
taxonomy-changes = What it changes
taxonomy-removed = No longer offered
taxonomy-added = Added
taxonomy-moved = Moved
taxonomy-moved-to = To { $place }
taxonomy-renamed = Renamed
taxonomy-asks = Asks differently
taxonomy-reordered = Order
taxonomy-reordered-what = Options come in another order.
taxonomy-with-remark = Needs a remark.
taxonomy-no-remark = Needs no remark.
taxonomy-with-date = Can have a target date.
taxonomy-no-date = Has no target date.
taxonomy-no-seats = No seats
taxonomy-touches = { $seats ->
    [one] 1 seat
   *[other] { $seats } seats
}, { $workloads ->
    [one] 1 workload
   *[other] { $workloads } workloads
}, { $tenants ->
    [one] 1 tenant
   *[other] { $tenants } tenants
}
taxonomy-save = Save, from { $day }
taxonomy-go-on = Go on changing
taxonomy-too-many-nodes = { $count } in all; { $most } at most.
taxonomy-too-many-options = { $count } in this list; { $most } at most.
taxonomy-statuses-are-fixed = The five statuses are fixed: none can be added.
taxonomy-needs-reasons = Blocked needs at least one reason.
taxonomy-too-deep = There are three levels: nothing stands under a technical reason.
taxonomy-ends-in-other = A list of technical reasons ends in “Other” (code other). Put it last, or empty the list.
taxonomy-too-early = Give a day from { $day } on. What counts already is never changed.
taxonomy-nothing-changed = Nothing is changed. There is nothing to save.
taxonomy-needed = “{ $code }” has to stay: rules go by it.
taxonomy-not-a-code = No code can be made from this name. Give one of lower case letters, digits and _, a letter in front, { $most } at most.
taxonomy-twice = “{ $code }” is there twice. Give another code.
taxonomy-no-parent = “{ $code }” is not there.
taxonomy-no-reasons-here = In progress has no reasons.
taxonomy-reads-the-same = Another option of this list reads the same. Give another name.
taxonomy-other-needs-remark = “Other” needs a remark: it says nothing by itself.
taxonomy-feed-writes-no-remark = New figures enter seats here without a remark. Leave this off.
taxonomy-only-of-a-status = Only a status says whether there can be a target date.
taxonomy-in-force = This version counts already. It cannot be withdrawn; make a newer one.
flash-taxonomy-saved = The version is saved.
flash-taxonomy-withdrawn = The planned version is withdrawn.
flash-taxonomy-overtaken = Somebody else changed it meanwhile, so nothing was withdrawn. Look at what is planned now.
audit-taxonomy-saved = Saved a version of statuses and reasons
audit-taxonomy-withdrawn = Withdrew a planned version of statuses and reasons

# Claims (S4)
claims = Claims
claim-review = Claim review
claim-new = New claim
claim-edit = Edit claim
claim-save = Save as draft
claim-form-lead = A claim says that your location is partner of record of a customer, workload by workload. It stays a draft until you submit it.
claim-no-location = There is no location for which you can file a claim. Ask an account admin for the incentives role, or the programme office for enrolment.
claim-name = Name
claim-name-hint = How you will find this claim again.
claim-number = Number
claim-partner = Partner
claim-location = Location
claim-tenant-id = Tenant ID
claim-tenant-id-hint = The GUID of the customer’s directory, such as 0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d01.
claim-domain = Domain
claim-domain-hint = A domain of the same directory, such as contoso.example.
claim-workloads = Workloads
claim-activity = Activity
claim-activity-hint = What you do for the customer, in a few words.
claim-customer = Customer’s contact
claim-customer-name = Customer’s contact: name
claim-customer-title = Customer’s contact: title
claim-customer-email = Customer’s contact: e-mail
claim-own = Own contact
claim-own-name = Own contact: name
claim-own-email = Own contact: e-mail
claim-comment = Comment
claim-reason = Reason
claim-question = What do you need?
claim-reason-of-take-over = Reason, where workloads pass from another claim; whoever loses them reads it
claim-since = Since
claim-states = States
claim-any-state = All
claim-search = Search claims
claim-source = From
claim-source-any = Anywhere
claim-source-filed = Filed here
claim-source-reported = Reports
claim-from-report = From a report
claim-none = No claims yet
claim-none-advice = File one for a workload that nobody has claimed: start at the tenant’s page, or with New claim.
claim-none-office = Claims appear here as soon as a partner submits one.
claim-none-found = No claim fits
claim-none-found-advice = Choose another state, or search for something else.
claim-pages = Pages of claims
claim-due = Due
claim-overdue = Overdue
claim-due-review = Decision until
claim-due-answer = Answer until
claim-due-objection = Customer can object until
claim-due-dispute = Can be disputed until
claim-state-draft = Draft
claim-state-submitted = Submitted
claim-state-under-review = Under review
claim-state-action-required = Action required
claim-state-approved = Approved
claim-state-rejected = Rejected
claim-state-disputed = Disputed
claim-state-disassociated = Disassociated
claim-move-submission = Submit
claim-move-review = Start the review
claim-move-approval = Approve
claim-move-rejection = Reject
claim-move-information-request = Ask for more
claim-move-objection = Note the customer’s objection
claim-move-dispute = Dispute
claim-move-disassociation = End the claim
claim-move-lapse = Lapse
claim-moved-submission = Submitted
claim-moved-review = Review started
claim-moved-approval = Approved
claim-moved-rejection = Rejected
claim-moved-information-request = More was asked for
claim-moved-objection = The customer objected
claim-moved-dispute = Disputed
claim-moved-disassociation = Ended
claim-moved-lapse = Rejected: no answer in time
claim-party-partner = Partner
claim-party-office = Programme office
claim-party-clock = By itself
claim-next = What next
claim-remove = Remove the draft
claim-needs-proof = Add a proof of execution below; without one it cannot be submitted.
claim-approve-which = Which workloads?
claim-takes-over = Workloads that others hold pass to this claim
claim-check = What is known
claim-tenant-fits = tenant ID and domain belong together
claim-tenant-unknown = No report knows this tenant, so nothing can be approved yet.
claim-tenant-other-domain = This tenant is known under another domain: { $domain }.
claim-no-competitor = Nobody else holds or claims these workloads.
claim-competitors = Who else holds or claims them
claim-their-proofs = Their proofs
claim-what = What was filed
claim-workload-left = not held
claim-proofs = Proofs of execution
proof-none = None yet.
proof-add = Add a file
proof-hint = PDF, DOCX, PNG or JPEG, at most 25 MiB.
proof-upload = Upload
proof-remove = Remove
proof-remove-of = Remove { $name }
claim-history = History
claim-history-none = Nothing happened yet.
claim-reported-lead = A report brought this claim. It counts as approved and is not changed here.
claim-overtaken = Somebody changed this claim meanwhile. Look at it as it stands now, and send yours again if it still fits.
claim-not-editable = A claim in this state is not changed: { $state }.
claim-read-only = A report brought this claim; it is not changed here.
claim-taken-any = Others hold some of the workloads. Say that they pass to this claim, or approve the others alone.
claim-taken = Others hold { $workloads }. Say that they pass to this claim, or approve the others alone.
claim-not-from = This claim is in the state { $state }; there is no “{ $action }” from there.
claim-too-late = The time for it ended on { $day }.
claim-final = It was decided for good.
claim-not-due = There is time until { $day }.
proof-empty = The file is empty.
proof-too-large = The file is larger than 25 MiB.
proof-kind = The file’s content is neither PDF, DOCX, PNG nor JPEG.
proof-too-many = A claim has at most { $most } proofs.
attachment-together = Together, the files that you added to tickets are more than 1 GiB. Remove some that are not needed any more, or ask the programme office.
proof-twice = This file is there already.
field-not-of-this-tenant = Domain and tenant ID do not belong together.
field-not-enrolled = No claims can be filed for this location: it is not enrolled.
field-workload-twice = { $code } is there twice.
flash-claim-saved = The claim is saved.
flash-claim-removed = The draft is gone.
flash-claim-moved = Done.
flash-proof-added = The proof is added.
flash-proof-removed = The proof is removed.
audit-claim-filed = Claim filed
audit-claim-changed = Claim changed
audit-claim-removed = Draft of a claim removed
audit-claim-moved = Claim moved on
audit-claim-opened = Claim opened
audit-proof-added = Proof added
audit-proof-removed = Proof removed
audit-proof-opened = Proof opened
# Offers and earnings

withheld = withheld
offers = Offers
offers-lead = What the vendor pays for usage that grows. Potential earnings follow from these.
offers-none = There are no offers
offers-none-why = The programme office adds them.
offer-new = Add offer
offer-edit = Edit offer
offer-name = Offer
offer-valid-from = Valid from
offer-valid-to = Valid to
offer-rate = Rate per unit
offer-ceiling = Highest earning
offer-currency = Currency
offer-licence-minimum = Licence minimum
offer-excluded-segments = Excluded segments
offer-a-line-each = one on each line
offer-segments-there-are = Segments that tenants have:
offer-tenants = { $tenants ->
    [one] 1 tenant
   *[other] { $tenants } tenants
}
offer-in-season = in season
offer-example = invented example
offer-save = Save offer
offer-overtaken = Somebody else changed this offer while you did. What you typed is still here; saving now replaces theirs.
flash-offer-saved = The offer is saved, and earnings are computed anew.
field-ends-before-it-begins = The last day is before the first.
field-another-currency = “{ $offer }” pays for this workload in { $currency } on some of these days. Amounts of two currencies cannot be added.
incentives-available = Incentives available
incentives-none = There is no offer for this workload.
incentive-applies = applies
potential-earnings = Potential earnings
opportunity-units = Opportunity units
reason-below-minimum = below the licence minimum
reason-not-in-season = not in season
reason-segment-excluded = segment excluded
reason-ceiling-reached = ceiling reached
left-out-not-after-approval = not after the month of the claim's approval
left-out-outside-validity = outside the offer's validity
earnings-on = computed for { $day }
earnings-withheld = The amounts are withheld from you, and so is whether a ceiling is reached.
earnings-sum = How this amount comes about
earnings-high-water = Prior high-water mark: highest MAU of any month before
earnings-opportunity = Opportunity units: PAU less that mark, at least 0
earnings-most = Highest earning { $ceiling } / rate { $rate }, rounded down
earnings-earned = Units earned so far ({ $money })
earnings-compensable = Max compensable units: what is left
earnings-smaller = The smaller of opportunity units and max compensable units
earnings-does-not-apply = The offer does not apply: { $reason }
earnings-times-rate = Times the rate of { $rate }
earnings-months = What was earned month by month
earnings-mark = High-water mark before
earnings-grown = Growth
earnings-units = Units earned
earnings-why = Why it does not count
opportunities = Opportunities
audit-offer-added = Added an offer
audit-offer-changed = Changed an offer
audit-earnings-opened = Opened why a workload could earn that much
audit-opportunities-exported = Exported the opportunities
opportunity-count = Workloads
opportunities-nothing-found = No opportunity matches
opportunities-none = Nothing to gain here
opportunities-none-why = No workload in this list has fewer active users than paid licences.
sku-bucket = SKU bucket
sku-bucket-microsoft-365 = Microsoft 365
sku-bucket-security = Security
sku-bucket-copilot = Copilot
sku-bucket-other = Other
claim-any = Claimed or not
opportunity-claimed = Claimed
## Licences
licences = Licences
licences-none = No licences yet
licences-none-partner = They appear here once the programme office has loaded a report with the seats of your tenants.
licences-none-office = Load the report SeatsSubscriptionsAndRevenue.
licences-nothing-found = No licence matches
licences-search = Tenant name, ID or domain, or SKU
licences-filter = Search and filter the licences
licences-cards = By family of SKUs
licences-card-unused = { $unused } unused of { $sold } sold
licence-sku = SKU
licence-family = Product family
licence-sold = Sold
licence-assigned = Assigned
licence-unused = Unused
licence-unused-long = Seats sold less seats assigned
licence-term-end = Term end
licence-auto-renew = Auto-renew
licence-renews = Renews itself
licence-ends = Ends
licence-other-bucket = Other
licence-term-days = Ends within { $days } days
licence-term-any = Any term
licence-only-unused = With unused seats
licence-renewal = Renewal
licence-renewal-any = Either
chip-sku = SKU: { $value }
chip-sku-bucket = Family: { $value }
licence-explain = How { $sku } of { $name } is counted
licence-computed = { $sold } sold − { $assigned } assigned = { $unused } unused
licence-more-assigned = More seats are assigned than were sold.
licence-seats-of = Seats of { $month }, from { $file }, loaded { $loaded }
licence-usage-of = PAU and MAU are the sums over { $workloads }
licence-not-mapped = The catalogue does not say to which workloads this SKU entitles: it has no PAU and MAU
licence-no-usage = None of the workloads has figures: { $workloads }
licence-of-tenant = Licences of this tenant

## People and partners
people = People
person = Person
people-lead = Who has an account, with which roles, and where.
people-search = Name or e-mail address
people-none = Nobody found
people-none-advice = Nobody has an account here yet, or nobody matches the search.
people-found = { $count ->
    [one] One person
   *[other] { $count } people
}
people-pages = Pages of people
person-new = Invite person
person-new-lead = You get a link to pass on. On it the person sets a password.
person-of = In { $organisation }
person-invite = Invite
person-invite-again = Make a new link
person-active = Active
person-invited = Invited
person-closed = Deactivated
person-last-sign-in = Last sign-in
person-account = Account
person-sees = Sees now
person-roles = View data and reports for
person-roles-held = Roles
person-close = Deactivate
person-reopen = Reactivate
person-close-sure = Deactivate { $name }?
person-close-hint = It counts at once: every session ends, tokens stop working, and the second factor and passkeys are removed for good. Roles, and whatever the person wrote, are kept; the account can be reactivated.
person-not-managed = This person has a role that you do not give. Whoever gives it can change the account.
person-role-of-others = You do not give this role; it stays as it is.
person-preview = Preview
person-preview-says = With these roles:
person-preview-not-saved = Nothing is saved yet.
person-programme-office = Programme office
person-choose-organisation = Choose
person-no-partner-yet = No partner yet
person-no-places = There are none yet.
reach-none = Not
reach-locations = Chosen locations
reach-partners = Chosen partners
effect-nothing = sees no tenant: there is no viewer role.
effect-foreign-directory = sees no tenant: no claims are filed under the directory they sign in from.
effect-details-closed = { $sees } Details are closed: the directory they sign in from is not enrolled.
effect-shown = { $count ->
    [one] sees one tenant, sensitive data shown.
   *[other] sees { $count } tenants, sensitive data shown.
}
effect-some = { $count ->
    [one] sees one tenant, sensitive data shown at some locations.
   *[other] sees { $count } tenants, sensitive data shown at some locations.
}
effect-withheld = { $count ->
    [one] sees one tenant, sensitive data withheld.
   *[other] sees { $count } tenants, sensitive data withheld.
}
invitation-made = Pass this link on to { $email }. It is shown this once.
invitation-until = Works once, until { $until }
invitation-title = Set your password
invitation-lead = You were invited. Type the e-mail address to which the invitation belongs, and a password of your own.
invitation-accept = Set password
invitation-refused = This link does not work with this address: it was used, it has ended, or it belongs to another address. Ask whoever invited you for a new one.
notice-password-set = Your password is set. Sign in with it.
people-import = Invite many
people-import-lead = A table with a person and a role a line. It is checked whole before anything is done: all of it, or nothing.
people-import-file = Table
people-import-choose = CSV file
people-import-hint = Columns: email, name, role, locations; perhaps partner (an ID) and language (en or nl). Several locations stand in one cell with semicolons between them; without any, the role is for the entire organisation. Who has an account gets the role besides; others are invited.
people-import-check = Check
people-import-apply = Invite and give roles
people-import-lines = Lines of the table
people-import-line = Line
people-import-column = Column
people-import-reason = Reason
people-import-what = What happens
people-import-new = Invited
people-import-role = Gets the role
people-import-ready = { $count ->
    [one] One line, nothing wrong with it. Nothing is done yet.
   *[other] { $count } lines, nothing wrong with them. Nothing is done yet.
}
people-import-done = { $count ->
    [one] One line done.
   *[other] { $count } lines done.
}
people-import-errors = { $count ->
    [one] One thing is wrong. Nothing was done.
   *[other] { $count } things are wrong. Nothing was done.
}
form-overtaken = Somebody else changed this while you did. What you typed is still here; saving now replaces theirs.
partners = Partners
partner = Partner
partners-lead = Partners of the programme, their locations, and for which of them claims are filed.
partners-none = No partners yet
partners-none-advice = A partner profile brings them, or add one here.
partner-id = Partner ID
partner-locations = Locations
partner-enrolled = Enrolled
partner-new = Add a partner
partner-add = Add partner
partner-no-locations = No locations yet.
partner-directories = Directories
partner-directories-lead = The identity directories from which the partner’s people sign in with a provider. Whoever has an account of this installation signs in from none, and nothing is kept from them.
partner-no-directories = No directories yet. Until there are some, everybody sees what their roles give.
directory = Directory
directory-id = Directory ID
directory-id-hint = A GUID, such as 7c9e6679-7425-40de-944b-e07fc1f90ae7: the identity provider calls it the tenant ID or directory ID.
directory-name = Name (optional)
directory-claims = Claims
directory-files-claims = Claims are filed under this directory
directory-enrolled = This directory is enrolled in the programme
directory-hint = Where no claims are filed, there are no tenants for those who sign in from it. Where it is not enrolled, tenants are listed and their details are closed. Both count from the next request on.
directory-does-file = Filed
directory-does-not-file = Not filed
directory-people = { $people ->
    [one] { $people } person signs in from it
   *[other] { $people } people sign in from it
}
directory-unknown = People of this partner also signed in from directories that are nobody’s yet. Add one below if it is theirs:
directory-new = Add directory
location-id = Location ID
location-city = City
location-country = Country
location-enrolment = Enrolment
location-enrolled = Claims are filed for this location
location-enrolled-hint = Name, city and country are changed again by a partner profile that says otherwise. Enrolment is in no report: it stays as it is set here.
location-is-enrolled = Enrolled
location-is-not-enrolled = Not enrolled
location-new = Add a location
location-add = Add location
flash-person-saved = Saved. Roles count from the next request on.
flash-person-closed = The account is deactivated.
flash-person-reopened = The account is active again.
flash-partner-saved = The partner is saved.
flash-location-saved = The location is saved.
flash-directory-saved = The directory is saved.
field-not-yours-to-give = This is a role that you do not give, or a person who has one.
field-not-to-yourself = Nobody gives a role to themselves. Ask another admin.
field-place-missing = Choose at least one, or the entire organisation.
field-place-unknown = The organisation has no such location.
field-last-admin = This is the last admin of the organisation. Give somebody else the role first.
field-column-unknown = There is no column “{ $name }”, or it is there twice.
field-not-invited = The person can sign in already, or the account is deactivated.
audit-person-changed = Renamed a person
audit-person-invited = Made a new invitation
audit-invitation-accepted = Accepted an invitation
audit-partner-added = Added a partner
audit-partner-changed = Changed a partner
audit-location-added = Added a location
audit-location-changed = Changed a location
audit-directory-added = Directory added
audit-directory-changed = Directory changed
help = Why can’t I see this?
help-lead = What stands in your way, from what is known of your account. Each answer ends with what to do next.
help-reference = Reference of the error:
help-tenant = A tenant that you miss
help-tenant-label = Tenant ID or domain
help-look = Look it up
help-account = Your account
help-no-role = You have no role.
help-roles = Your roles:
help-verdict-reason = This is why
help-verdict-in-part = In part
help-verdict-no-reason = Not the reason
help-verdict-does-not-apply = Does not apply
help-viewer-role = Why do I see no tenants?
help-viewer-role-reason = You have no viewer role. Tenants are shown to executive report viewers and report viewers; an admin role alone shows none.
help-viewer-role-none = You have a viewer role.
help-locations = Why do I see only some of our tenants?
help-locations-in-part = Your viewer role is for some locations. You see the tenants that are held there, and no others:
help-locations-none = Your role is for the entire organisation.
help-locations-not = There is no viewer role that could be for some locations.
help-claims-directory = Do I sign in from the directory under which claims are filed?
help-claims-directory-reason = You sign in from a directory under which no claims are filed. Tenants are those of claims: none are listed for it.
help-claims-directory-none = You sign in from a directory under which claims are filed.
help-enrolled-directory = Do I sign in from a directory that is enrolled?
help-enrolled-directory-reason = You sign in from a directory that is not enrolled. Tenants are listed, and their details are closed: data for these tenants is not open to your account.
help-enrolled-directory-none = You sign in from a directory that is enrolled.
help-directory-not = You sign in with an account of this installation, and not from a directory.
help-enrolment = Is our organisation enrolled?
help-enrolment-reason = None of its locations is enrolled. Without that, no claims are filed, and no tenants come.
help-enrolment-in-part = Some locations are not enrolled. No claims are filed for these:
help-enrolment-none = All of its locations are enrolled.
help-enrolment-not = You are of the programme office: enrolment is for partners.
help-minimum = Are our tenants large enough for the programme?
help-minimum-in-part = { $count ->
    [one] One tenant that you see has fewer than { $minimum } licences, and so is not in the programme.
   *[other] { $count } tenants that you see have fewer than { $minimum } licences, and so are not in the programme.
}
help-minimum-none = All tenants that you see have at least { $minimum } licences.
help-minimum-not = You see no tenants whose licences could be counted.
help-standing-seen = You see this tenant.
help-standing-under-minimum = You see this tenant. It has { $pau } licences; the programme asks for { $minimum }, so that it is not in the programme.
help-standing-no-viewer-role = Your organisation holds this tenant. You have no viewer role, and so you see none. It is held at:
help-standing-foreign-directory = Your organisation holds this tenant. You sign in from a directory under which no claims are filed, and so you see none. It is held at:
help-standing-other-locations = Your organisation holds this tenant at locations for which you have no viewer role:
help-standing-not-yours = Data for this tenant is not open to your account. Your organisation holds no approved claim on it, or there is no such tenant.
help-ask-admin = Ask an account admin or a global admin of { $organisation } for a viewer role.
help-look-at-tenants = Look at these tenants
help-nothing-to-do = Nothing to do here.
help-still = None of this?
help-still-lead = Ask the programme office. What you came with is filled in.
tickets = Tickets
ticket-open = Open a ticket
ticket-edit = Change the ticket
ticket-save = Save
ticket-form-lead = The programme office answers within two business days.
ticket-title = Title
ticket-type = Type
ticket-type-question = Question
ticket-type-problem = Problem
ticket-type-request = Request
ticket-subject = Subject
ticket-subject-access = What I can see
ticket-subject-usage = Usage and licences
ticket-subject-claims = Claims
ticket-subject-incentives = Offers and earnings
ticket-subject-referrals = Referrals
ticket-subject-workbench = Notes, contacts and service status
ticket-subject-accounts = Accounts, roles and sign-in
ticket-subject-other = Something else
ticket-description = Description
ticket-tenant = Tenant ID or domain
ticket-tenant-hint = Also one that you do not see: the programme office finds out.
ticket-tenant-unknown = No tenant is known as that.
ticket-no-workload = None in particular
ticket-reference = Reference
ticket-reference-hint = The reference that an error page shows.
ticket-files-later = Files are added afterwards, on the ticket itself.
ticket-search = Search title, number, tenant or reference
ticket-number = Number
ticket-due = First answer by
ticket-overdue = overdue
ticket-overdue-only = First answer overdue
ticket-opened = Opened
ticket-changed = Last change
ticket-author = Asked by
ticket-assignee = Answered by
ticket-assign = Who answers it
ticket-assign-save = Assign
ticket-assigned-any = Anybody
ticket-assigned-me = Me
ticket-assigned-nobody = Nobody
ticket-states = States
ticket-any-state = All
ticket-state-new = New
ticket-state-open = Open
ticket-state-waiting = Waiting for an answer
ticket-state-reopened = Reopened
ticket-state-resolved = Resolved
ticket-none = No tickets
ticket-none-office = Partners have asked nothing yet.
ticket-none-advice = Open one when something is missing or wrong, or when you want to know something.
ticket-none-found = No ticket fits
ticket-what = What it is about
ticket-conversation = Conversation
ticket-no-answer = No answer yet.
ticket-side-asker = Partner
ticket-side-office = Programme office
ticket-moved-answer = wrote
ticket-moved-resolution = resolved it
ticket-moved-reopening = reopened it
ticket-answer = Answer
ticket-text = Message
ticket-send = Send
ticket-resolve = Resolve
ticket-resolve-hint = Resolve it when it is done; you need not write anything for that.
ticket-goes-on = The programme office goes on by itself; nobody has to answer
ticket-reopen = Reopen
ticket-reopen-why = What is still to be done
ticket-attachments = Attachments
ticket-overtaken = Somebody else wrote in this ticket or changed it meanwhile. What you typed is still here; look at what is new, and send it again.
ticket-is-resolved = The ticket is resolved. Reopen it to add something.
ticket-is-not-resolved = The ticket is not resolved, so that there is nothing to reopen.
ticket-is-answered = The ticket was answered; what is asked is changed no more. Write in it instead.
attachment-too-many = A ticket has at most { $most } files.
field-not-a-tenant = Neither a tenant ID nor a domain.
flash-ticket-opened = The ticket is opened. Add files below, if there are any.
flash-ticket-saved = The ticket is changed.
flash-ticket-answered = Your message is sent.
flash-ticket-resolved = The ticket is resolved.
flash-ticket-reopened = The ticket is open again.
flash-ticket-assigned = It is assigned.
flash-attachment-added = The file is added.
flash-attachment-removed = The file is removed.
audit-ticket-added = Opened a ticket
audit-ticket-changed = Changed a ticket
audit-ticket-moved = Wrote in a ticket
audit-ticket-assigned = Assigned a ticket
audit-ticket-opened = Looked at a ticket
audit-attachment-added = Attachment added
audit-attachment-removed = Attachment removed
audit-attachment-opened = Attachment opened
work-ticket = Ticket
work-ticket-advice = The programme office answered, and waits for you.
work-ticket-office-advice = Partners asked, and wait for an answer.

# Signing in with a provider (S1)
provider-or = or
provider-sign-in = Sign in with { $name }
provider-departure = To { $name }
provider-departure-lead = You sign in there and come back here.
provider-continue = Continue to { $name }
provider-other-way = Sign in another way
provider-refused = Not signed in with { $name }
provider-ended = What you bring back belongs to no question of this browser: it is too old, was used already, or was begun in another browser. Begin again.
provider-away = { $name } does not answer at the moment. Try again in a minute, or sign in another way.
provider-doubtful = The answer of { $name } could not be trusted, and nobody was signed in. Begin again; if it goes on, tell your admin the time and what you did.
provider-declined = { $name } says that you were not signed in there.
provider-stranger = The account with which you came from { $name } is not known here.
provider-taken = The account with which you came from { $name } is connected to somebody else here.
provider-what-next = What you can do
provider-next-invited = You were invited: open the link of the invitation, and choose the provider there.
provider-next-account = You have an account here with a password: sign in with it, and connect this account on your profile.
provider-next-admin = Otherwise ask an admin of your organisation to invite you.
provider-to-sign-in = To the sign-in page
provider-to-profile = To your profile
ways-in = Signing in
ways-in-lead = Accounts elsewhere with which you sign in here, besides your password.
ways-in-single = Your organisation signs in with a provider only: passwords do not count.
ways-in-none = No account is connected yet.
way-connected = Connected on { $at }.
way-used = Last used on { $at }.
way-connect = Connect { $name }
way-disconnect = Disconnect
way-disconnect-named = Disconnect { $name }
sign-in-settings = Sign-in
sign-in-settings-lead = How the people of { $organisation } sign in.
providers = Providers
providers-none = No provider is set up for them. The operator of this installation does that.
providers-people = { $without } of { $people } people with an account have not connected one at a provider yet.
sign-in-ways = Ways to sign in
sign-in-ways-legend = People sign in
sign-in-ways-both = With a password, or with a provider
sign-in-ways-single = With a provider only
sign-in-ways-hint = With a provider only, passwords stop counting at once. Sessions that are open, and tokens of the API, go on. If the provider ever fails, the operator can allow passwords again.
flash-provider-connected = The account is connected.
flash-provider-disconnected = The account is disconnected.
flash-sign-in-settings-saved = Saved. It counts from the next sign-in on.
audit-provider-connected = Connected an account at a provider
audit-provider-disconnected = Disconnected an account at a provider
audit-sign-in-settings-changed = Changed how people sign in
field-not-this-provider = This provider is not for your organisation.
field-account-closed = This account is closed. Reopen it first.
field-sign-in-again = For this you have to have signed in within the last 15 minutes. Sign out, sign in again, and connect the account then.
field-last-way-in = You could not sign in any more without this account. Connect another one first.
field-no-admin-by-provider = No admin of the organisation has connected an account at a provider: nobody could change this back. Have an admin connect one on their profile first.
field-single-sign-on-only = Your organisation signs in with a provider only: choose it below.

## The programme (S11.1)
programme-settings = Programme settings
programme-settings-lead = What counts for the whole programme, for all partners.
programme-minimum = Paid units that a tenant needs
programme-minimum-is = A tenant needs at least { $minimum } paid units.
programme-minimum-hint = A tenant with fewer paid units is below the licence minimum: in the filter of the tenant list, in its signals and under Help. A change counts at once, for all tenants. Each offer has a licence minimum of its own.
programme-changed = Last changed: { $at }
flash-programme-settings-saved = Saved. It counts from now on, for all tenants.
audit-programme-settings-changed = Changed the programme settings
eligible-plans = Eligible plans
eligible-plans-lead = The SKUs that are known here, and the workloads to which each entitles. They are changed by a load of eligible_plans: what its file says of a SKU takes the place of all that was said of it.
eligible-plans-none = No SKU is known yet.
eligible-plans-pages = Pages of the eligible plans
eligible-plan-workloads = Entitles to
eligible-plan-no-workload = no workload
eligible-plan-source = Comes from
eligible-plan-loaded = Load of { $at }
eligible-plan-shipped = The catalogue that ships

## Mail (S14): letters
mail-greeting = Hello { $name },
mail-invitation-subject = Your account on Uptake
mail-invitation-text = You have an account on Uptake, at { $organisation }. Set a password to use it; you are asked for the address to which this was sent.
mail-invitation-do = Set your password
mail-reset-subject = A new password for Uptake
mail-reset-text = Somebody, probably you, asked for a link to set a new password.
mail-reset-otherwise = Was it not you? Then do nothing: your password stays as it is.
mail-reset-do = Set a new password
mail-link-until = The link works once, until { $until }. Pass it on to nobody.
mail-claim-subject = Claim { $number }: { $state }
mail-claim-text = Claim { $number } was moved: { $name }.
mail-claim-text-of = Claim { $number } of { $organisation } was moved: { $name }.
mail-claim-state = State: { $state }
mail-claim-reason = The reason that was given:
mail-claim-do = Open the claim
mail-note-subject = Status note asked for: { $tenant }
mail-note-text = The programme office asks for a status note on { $tenant }, by { $day }.
mail-question-subject = Question about an intent note: { $tenant }
mail-question-text = { $partner } has a question about the service intent note on { $workload } at { $tenant }.
mail-question-by = { $name } asks:
mail-question-withheld = The question:
mail-question-do = Answer it
mail-answer-subject = Your question about an intent note was answered: { $tenant }
mail-answer-text = Your question about the service intent note on { $workload } at { $tenant } was answered.
mail-answer-by = { $name } answers:
mail-answer-withheld = The answer:
mail-answer-do = Open the intent note
mail-referral-subject = Referral { $number }: { $tenant }
mail-referral-text = The programme office assigned a referral to { $place }: { $tenant } asks for assistance with
mail-referral-due-subject = Referral { $number } waits for an answer: { $tenant }
mail-referral-due-text = A referral at { $place } waits for an answer: { $tenant } asks for assistance with
mail-referral-clocks = Accept or decline it by { $accept }. What nobody has answered by { $over } goes back to the programme office.
mail-referral-do = Open the referral
mail-referral-declined-subject = Referral { $number } was declined: { $tenant }
mail-referral-declined-text = { $partner } declined referral { $number } of { $tenant }. Its workloads can be assigned again.
mail-referral-returned-subject = Referral { $number } came back: { $tenant }
mail-referral-returned-text = { $partner } did not answer referral { $number } of { $tenant } in time. Its workloads can be assigned again.
mail-referral-over-do = Open the request
mail-referral-withdrawn-subject = Referral { $number } was taken back
mail-referral-withdrawn-text = The programme office took back referral { $number }, for this reason:
mail-referral-lapsed-subject = Referral { $number } went back
mail-referral-lapsed-text = Nobody answered referral { $number } in time; it went back to the programme office. It stays readable, without the customer’s people.
mail-ticket-subject = Ticket { $number }: { $state }
mail-ticket-text-opened = Ticket { $number } was opened: { $title }
mail-ticket-text-answered = Something was written in ticket { $number }: { $title }
mail-ticket-text-resolved = Ticket { $number } is resolved: { $title }
mail-ticket-text-reopened = Ticket { $number } was reopened: { $title }
mail-ticket-do = Open the ticket
mail-digest-subject = What waits for you this week
mail-digest-text = This waits for you on Uptake:
mail-digest-first = First of all:
mail-digest-do = Open my work
mail-choose = You choose yourself which messages you get:
mail-choose-do = Choose messages
mail-unsubscribe-do = No more messages of this kind
mail-no-reply = Nobody reads answers to this message.
mail-test-subject = A test message from Uptake
mail-test-text = This installation of Uptake can send mail.

## Mail: what somebody gets
mail = Messages by mail
mail-lead = What needs you is told by mail too. Links to get in are always sent.
mail-off = This installation sends no mail yet. What you choose counts as soon as it does.
mail-kind-claim-moved = A claim was moved
mail-kind-note-asked = A status note is asked for
mail-kind-intent-question = A partner asks about an intent note
mail-kind-intent-answer = My question about an intent note was answered
mail-kind-referral-assigned = A referral was assigned
mail-kind-referral-due = A referral still waits for an answer
mail-kind-referral-over = A referral was declined, went back or was taken back
mail-kind-ticket = Something was written in a ticket, or one was opened
mail-kind-digest = What waits for me, once a week
mail-kinds = Which messages
mail-digest-day = Day of the weekly message
mail-digest-hour = Hour, UTC
mail-day-0 = Monday
mail-day-1 = Tuesday
mail-day-2 = Wednesday
mail-day-3 = Thursday
mail-day-4 = Friday
mail-day-5 = Saturday
mail-day-6 = Sunday
flash-mail-saved = Your choice of messages is saved.
unsubscribe-title = Fewer messages
unsubscribe-lead = You get no more messages of this kind: { $kind }.
unsubscribe-ask = Do you want no more messages of this kind? { $kind }.
unsubscribe-do = No more of these
unsubscribe-back = Want them after all? Sign in and choose them in your profile.
invitation-mailed = An invitation is on its way to { $email } by mail.
people-import-mailed = { $count ->
    [one] One invitation is on its way by mail.
   *[other] { $count } invitations are on their way by mail.
}
sign-in-forgot = Forgot your password?
sign-in-no-account = No account? Ask an account admin of your organisation.
notice-password-reset = Your password is set, and you are signed out everywhere. Sign in with it.
reset-title = A new password
reset-lead = Type the e-mail address with which you sign in. A link to set a new password is mailed there.
reset-send = Mail me a link
reset-sent = If somebody signs in with this address, a link is on its way there. It works once, for an hour. Nothing within a few minutes? Look among the unwanted mail, or ask an account admin of your organisation.
reset-off = This installation sends no mail. Ask an account admin of your organisation for help.
reset-set-lead = Type the password with which you sign in from now on. You are then signed out everywhere; access tokens keep working.
reset-refused = This link works no more: it was used, or its hour is over. Ask for a new one.
reset-again = Ask for a new link
audit-password-reset-asked = Asked for a link to a new password
audit-password-reset = Set a new password by a link
audit-mail-unsubscribed = Stopped messages by a link

## Referrals (S10)
feed-referrals = Referrals
referrals = Referrals
referral-search = Tenant name, ID or domain, or RFA ID
referral-rfa-id = RFA ID
referral-source = Source
referral-source-partner-center = Partner Center
referral-source-file = File
referral-assigned = Assigned
referral-accepted = Accepted
referral-status = Status
referral-time-left = Time left
referral-left-today = Today is the last day
referral-left-days = { $days ->
    [one] { $days } day left
   *[other] { $days } days left
}
referral-late-days = { $days ->
    [one] { $days } day late
   *[other] { $days } days late
}
referral-status-assigned = To answer
referral-status-active = Active
referral-status-won = Won
referral-status-lost = Lost
referral-status-closed = Closed
referral-status-declined = Declined
referral-status-returned = Returned
referral-status-withdrawn = Withdrawn
referrals-none = No referrals yet
referrals-none-partner = They appear here the moment the programme office assigns one to you.
referrals-none-office = Load customers’ requests, and assign them to partners.
referrals-none-found = No referral matches
referrals-paused = Your organisation is given no referrals until { $day }.
referral-accept-by = To be accepted by { $day }
referral-returns-after = Goes back to the programme office after { $day }
referral-over-declined = You declined this referral. It stays here to be read, without the customer’s people, and with the request as it stood then.
referral-over-returned = Nobody answered in time, and this referral went back to the programme office. It stays here to be read, without the customer’s people, and with the request as it stood then.
referral-over-withdrawn = The programme office took this referral back. It stays here to be read, without the customer’s people, and with the request as it stood then.
referral-what = The referral
referral-usage = Active usage (AU %)
referral-au = AU %
referral-usage-expected = Expected by { $day }
referral-usage-tenant = Open the tenant page for notes and contacts; usage figures show there once you hold an approved claim
referral-usage-none = It appears here with the next report.
referral-customer = The customer
referral-customer-name = Name
referral-customer-notes = What they wrote
referral-language = Language
referral-size = Size
referral-size-between = { $from } to { $to } employees
referral-asked = Asked
referral-deal = Value of the deal
referral-contacts = Whom to talk to
referral-no-contacts = The request names nobody.
referral-no-people = Not shown: the referral is not yours any more.
referral-history = Notes and history
referral-reason = Reason
referral-remark = Explanation
referral-remark-hint = Needed for another reason.
referral-withdraw-why = Why; the partner reads it
referral-services = Value-added services sold
referral-value = Their estimated value
referral-value-cleared = Their estimated value was taken out.
referral-note = Note
referral-save = Save
referral-overtaken = Somebody changed this referral meanwhile. What stands there now is shown; what you typed is still in the form.
referral-not-from = A referral that is “{ $state }” does not allow this: { $action }.
referral-too-late = The time to answer ended on { $day }. The referral goes back to the programme office.
referral-reason-no-capacity = Nobody is free for it
referral-reason-no-expertise = We do not do these workloads
referral-reason-outside-region = We do not work there
referral-reason-language = We do not speak the language
referral-reason-customer-size = The customer is too small or too large for us
referral-reason-unreachable = The customer cannot be reached
referral-reason-conflict = A conflict of interest
referral-reason-duplicate = We have this request already
referral-reason-other = Another reason
referral-do-assign = assign
referral-do-accept = Accept
referral-do-decline = Decline
referral-do-edit = edit
referral-do-return = return
referral-do-withdraw = Take back
referral-did-assign = Assigned
referral-did-accept = Accepted
referral-did-decline = Declined
referral-did-edit = Updated
referral-did-return = Returned to the programme office
referral-did-withdraw = Taken back by the programme office
referral-requests = Referral assignment
requests-lead = Customers who ask for assistance, and the partners who get them.
request-to-assign = To assign
request-assigned = Assigned
request-all-assigned = Assigned
request-open-of = { $open } of { $all } to assign
request-search = Tenant, customer, domain or RFA ID
requests-none = No requests yet
requests-none-advice = Load a page of the Referrals API, or a file in the own format.
requests-none-found = No request matches
request-assign = Assign
request-assign-hint = Each workload goes to one partner, the request to at most three. What suits best is chosen.
request-nothing-left = Every workload of the request is with a partner.
request-partners = Who suits, and why
request-no-partners = There are no partners with a location yet.
request-referrals = Given to
request-none-yet = Nobody yet.
request-paused = Wants no referrals until { $day }
request-said-no = Declined this request, or did not answer it
request-no-merit = Nothing speaks for or against it
request-overtaken = Somebody changed this request meanwhile. What stands there now is shown.
merit-holds = { $count ->
    [one] Holds { $count } of the workloads
   *[other] Holds { $count } of the workloads
}
merit-holds-others = { $count ->
    [one] Holds another workload of the tenant
   *[other] Holds { $count } other workloads of the tenant
}
merit-language = Speaks the language
merit-country = Works in the country
merit-size = Serves customers of this size
merit-turn = It is their turn
referral-preference = Referrals we want
preference-lead = What the programme office goes by when it assigns customers to you.
preference-wanted = Languages, countries and sizes
preference-languages = Languages
preference-languages-hint = A language a line, for instance Dutch.
preference-countries = Countries
preference-countries-hint = A country a line, for instance Belgium.
preference-sizes = Customer sizes
preference-sizes-hint = A size a line, as requests write it, such as 51to250employees.
preference-save = Save
preference-overtaken = Somebody changed this meanwhile. Look at it, and save again.
preference-pause = Pause
preference-pause-now = Pause for 30 days
preference-resume = End the pause
preference-paused = You are given no referrals until { $day }.
preference-not-paused = You are given referrals. A pause that begins today lasts until { $day }.
field-workloads-left = Nobody gets these: { $workloads }. Every workload has to go to a partner.
field-paused = { $partner } wants no referrals until { $day }.
field-partner-twice = { $partner } is named twice, or has or had some of this request already.
flash-referral-accepted = The referral is yours.
flash-referral-declined = The referral is declined.
flash-referral-withdrawn = The referral is taken back.
flash-referral-saved = Saved; every change stays in the history.
flash-referral-assigned = Assigned. The partner sees it now.
flash-preference-saved = Saved.
flash-referrals-paused = Referrals pause for 30 days.
flash-referrals-resumed = You are given referrals again.
row-not-an-email = This is no e-mail address.
row-not-money = This is no amount in a currency of ISO 4217.
row-unknown-status = This is none of the states of a referral.
row-other-kind = This is of another kind than is wanted here.
row-too-many = There are more here than are taken.
row-unknown-workload = No workload of the catalogue is called so.
row-other-tenant = This request is known here, of another tenant.
file-broken-json = The JSON is broken, or breaks off.
file-other-json = The JSON is no page of referrals.
audit-referral-assigned = Assigned a referral
audit-referral-moved = Moved a referral on
audit-referral-edited = Said how a referral goes
audit-referral-reminded = Reminded of a referral
audit-referral-opened = Opened a referral
audit-request-opened = Opened a customer’s request
audit-referrals-exported = Exported the referrals
audit-referral-preference = Changed which referrals are wanted

## The second factor
factor = Second factor
factor-lead = Beside your password you type a code that an app on your phone shows, so that the password alone lets nobody in.
factor-is-on = On
factor-is-off = Off
factor-on = Your second factor is on
factor-since = Set up on { $at }.
factor-setup = Set up
factor-manage = Manage
factor-app-name = Authenticator app
factor-app = Install an app that shows codes by time (TOTP) on your phone. Many password managers can do it too.
factor-scan = Scan this picture with the app.
factor-picture = QR code with the key for the app
factor-type = Or type this key into the app. It is by time, with six digits:
factor-open = Open it in an app on this device
factor-then = Type the code that the app shows now.
factor-code = Code
factor-confirm = Turn on
factor-off = Turn off
factor-off-hint = For a new phone, turn it off here and set it up again. Turning it off ends your other sessions.
factor-off-demanded = Your organisation demands a second factor. For a new phone, turn it off here: that signs you out, and you set it up again when you next sign in.
factor-no-password = You sign in with a provider only: there is no password that a code would go with. Your provider decides what else it asks for.
factor-codes = Recovery codes
factor-codes-left = { $count ->
    [0] You have no recovery codes left. Make new ones.
    [one] You have one recovery code left.
   *[other] You have { $count } recovery codes left.
}
factor-codes-hint = Each recovery code signs you in once in place of a code of the app, for when you have lost it. New ones end those before.
factor-codes-make = Make new recovery codes
factor-codes-once = These are your recovery codes. Each works once, in place of a code of the app. Keep them where you keep what is important, and not on the phone with the app: they are not shown again.
factor-code-title = Type your code
factor-code-lead = Your password is right. Your account is protected by a second factor as well.
factor-code-hint = Six digits from your app, or one of your recovery codes.
factor-setup-title = Set up a second factor
factor-demanded-lead = Your organisation demands a second factor beside the password. Set it up now; then you are signed in.
factor-passkey-title = Use your passkey
factor-passkey-lead = Your password is right. Your organisation asks for more than that: use the passkey that you have added.
factor-passkey-lost = Is the device with your passkey gone? An admin of your organisation, or the programme office, can take the passkey away.
factor-lost = No code at hand? An admin of your organisation, or the programme office, can take your second factor away.
factor-again = Begin again
factor-go-on = Continue
factor-take = Take second factor and passkeys away
factor-take-sure = Take second factor and passkeys of { $name } away?
factor-take-hint = Do so only for somebody of whom you are sure that it is them: the password alone lets them in then. It signs them out everywhere, and tells them by mail.
factor-legend = Whoever signs in with a password
factor-of-choice = Chooses whether to set up a second factor
factor-demanded = Needs a second factor
factor-policy-hint = { $without ->
    [0] Everybody with a password has a second factor.
    [one] One person with a password has no second factor yet.
   *[other] { $without } people with a password have no second factor yet.
} When it is needed, they set it up the next time they sign in, and whoever is signed in with a password alone is signed out at once, you too. A provider decides by itself what it asks for. Tokens of the API go on.
notice-code-late = That took too long, or was finished already. Sign in again.
notice-factor-demanded = Your second factor is off. Your organisation demands one: sign in to set it up again.
flash-second-factor-removed = Your second factor is off, and your other sessions have ended.
flash-second-factor-taken = Second factor and passkeys are taken away.
field-wrong-code = This code is not right, or it was used already. Wait for the next one.
field-second-factor-is-on = There is a second factor already. Turn it off first.
field-second-factor-is-off = There is no second factor, and no passkey.
field-setup-ended = That took too long. Set it up from the beginning.
field-no-password = A second factor goes with a password, and there is none that counts.
field-not-of-yourself = Your own second factor is turned off in your profile, with a code.
audit-second-factor-added = Set up a second factor
audit-second-factor-removed = Turned the second factor off
audit-second-factor-taken = Took second factor and passkeys away
audit-recovery-codes-made = Made new recovery codes
mail-factor-subject = How you sign in to Uptake has changed
mail-factor-added = A second factor was set up for { $account } on { $at }.
mail-factor-removed = The second factor of { $account } was turned off on { $at }.
mail-factor-taken = The second factor and the passkeys of { $account } were taken away on { $at } by somebody who manages accounts.
mail-factor-codes-made = New recovery codes were made for { $account } on { $at }. Those before do not work any more.
mail-factor-code-used = Somebody, probably you, signed in to { $account } with a recovery code on { $at }.
mail-factor-otherwise = Was it not you, and do you not know of it? Change your password, and tell an admin of your organisation.
mail-factor-do = Look at your profile
## Personal data: what is kept of people.

personal-data = Personal data
personal-data-lead = What is kept of a person: people with an account, and contacts of customers and partners. Find somebody to see how much there is, and to make the copy that they can ask for.
personal-data-lead-own = What is kept of the people of your organisation. Find somebody to see how much there is, and to make the copy that they can ask for.
personal-data-search = Name or e-mail address
personal-data-none = Nobody is found
personal-data-none-advice = Nothing is kept of somebody with this name or address, or it is not for you to see.
personal-data-found = People who are found
personal-data-as = Kept as
personal-data-account = Account
personal-data-contact = Contact
personal-data-open = Show
personal-data-open-of = Show what is kept of { $name }
personal-data-kept = What is kept
personal-data-copy = Copy
personal-data-copy-lead = All that is kept of this person as one file (JSON), with times in UTC. Passwords and secrets are not in it. That it was made stands in the audit.
personal-data-download = Download
profile-copy = Download my data
profile-copy-lead = All that is kept of you, and what you wrote, as one file (JSON).
audit-personal-data-copied = Made a copy of personal data
data-account = The account
data-roles = Roles
data-sessions = Sessions
data-passkeys-being-added = Passkeys that are being added
data-known-browsers = Known browsers
data-provider-accounts = Accounts at providers
data-provider-visits = Visits to providers under way
data-invitations = Invitations
data-mailed-links = Links that were mailed
data-tokens = Access tokens
data-saved-views = Saved views
data-mail-choice = Choice of messages
data-mail-digest = Last weekly digest
data-letters = Messages to the person
data-letters-caused = Messages that the person gave rise to
data-requests-made = Requests of programs, of the last day
data-status-notes = Status notes
data-notes-asked = Notes asked for
data-contacts-written = Contacts written
data-intent-notes = Intent notes
data-questions-asked = Questions about intent notes
data-questions-answered = Answers about intent notes
data-taxonomy-versions = Versions of statuses and reasons
data-service-status = Lines of service statuses
data-claims-filed = Claims filed
data-claim-moves = Moves of claims
data-claim-proofs = Proofs of claims
data-referrals-valued = Values of referrals
data-referral-changes = Changes of referrals
data-tickets = Tickets
data-tickets-assigned = Tickets to answer
data-ticket-messages = Answers in tickets
data-ticket-attachments = Files of tickets
data-loads = Loads
data-done = Audit: what the person did
data-done-to-them = Audit: what was done to the account
data-contacts = Contacts of tenants
data-services = Services of contacts
data-next-actions = Notes that name the person as owner
data-claims-as-customer = Claims that name the person as the customer
data-claims-as-partner = Claims that name the person as the partner
data-requests = Requests for assistance that name the person
data-requests-before = The same before a load that can be undone
data-requests-waiting = The same in loads that wait
personal-data-erase = Erase
personal-data-erase-account = The account is closed, and its name, address, roles, sessions, tokens, views, choices and messages go, with every contact of this address and wherever the person is named as owner, in a claim or in a request. What the person did and wrote stays, by “Erased person”; the audit keeps it under a number alone.
personal-data-erase-own-account = The account is closed, and its name, address, roles, sessions, tokens, views, choices and messages go, also where your organisation’s notes name the person as owner. What the person did and wrote stays, by “Erased person”; the audit keeps it under a number alone. Contacts of this address are erased by the programme office.
personal-data-erase-contact = Every contact of this address goes, over all tenants, and wherever the person is named as owner of a next action, in a claim or in a request.
personal-data-erase-for-good = This cannot be undone. Download the copy first if the person asked for it.
personal-data-confirm = Type the person's e-mail address to confirm
field-not-the-address = This is not the e-mail address of the person who would be erased.
personal-data-erase-now = Erase for good
flash-person-erased = The person is erased.
audit-personal-data-erased = Erased a person
personal-data-seen = Who saw it
personal-data-seen-account = The audit has what was done to the account, and who made copies.
personal-data-seen-contact = Looks of the programme office at contacts, notes and referrals stand in the audit by tenant.
personal-data-seen-nowhere = The person stands at no tenant.
personal-data-seen-open = Open the audit
retention = How long it is kept
retention-lead = An operator sets after how many days these go. Each time something goes stands in the audit, with how many and not whose; messages go without.
retention-what = What
retention-how-long = Kept
retention-due = Goes within a day
retention-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
retention-for-good = For good
retention-audit = Entries of the audit
retention-accounts = Closed accounts, which are then erased
retention-tickets = Resolved tickets, with their files
retention-proofs = Proofs of claims that were rejected or have ended
retention-mail = Messages that were sent: what about and to whom
retention-failed-mail = Messages that could not be sent
retention-always = Always bounded: sessions end after 12 hours without use and after a week; a browser is known for 180 days; attempts to sign in count for 15 minutes; deleted contacts go after 30 seconds.
audit-outdated-removed = Removed what was kept long enough

## Passkeys
passkeys = Passkeys
passkeys-lead = With a passkey you sign in by the finger, face or PIN with which you open your device. There is no password to type, and none to steal.
passkeys-count = { $count ->
    [0] None
    [one] One
   *[other] { $count }
}
passkeys-yours = Your passkeys
passkeys-none = You have no passkey yet.
passkey-added = Added on { $at }.
passkey-never-used = Never used.
passkey-remove = Remove
passkey-remove-named = Remove { $name }
passkey-remove-hint = A passkey that you remove signs nobody in any more, and your other sessions end. Remove it from your device as well, which goes on offering it.
passkey-add-title = Add a passkey
passkey-add = Add a passkey
passkey-name = Name
passkey-name-hint = By which you tell it from others: the device or the password manager that keeps it.
passkey-create-title = Create the passkey “{ $name }”
passkey-create-lead = Your browser asks now where to keep it: on this device, on a phone, in a password manager or on a security key.
passkey-create = Create
passkey-create-failed = No passkey was created. You may have closed the question, or this device has one for you already. Try again.
passkey-unable = This browser knows no passkeys. Update it, or use another.
passkey-no-script = A passkey needs the page’s script, which your browser does not run.
passkey-sign-in = Sign in with a passkey
passkey-sign-in-title = Sign in with a passkey
passkey-sign-in-lead = Your browser asks which passkey to use, and your device for finger, face or PIN.
passkey-sign-in-failed = No passkey was used. You may have closed the question, or there is none for this site on your device. Try again, or sign in another way.
passkey-use = Use a passkey
passkey-again = Try again
passkey-otherwise = Sign in another way
passkey-refused = This passkey lets nobody in. It may have been removed, the account may be closed, or your organisation signs in another way.
flash-passkey-added = The passkey is added. You can sign in with it from now on.
flash-passkey-removed = The passkey is removed, and your other sessions have ended.
field-not-by-the-device = What came from your device does not fit what it was asked. Nothing was added: begin again.
audit-passkey-added = Added a passkey
audit-passkey-removed = Removed a passkey
mail-passkey-added = A passkey was added to { $account } on { $at }. It signs in without a password.
mail-password-changed = The password of { $account } was changed on { $at }.
mail-passkey-removed = A passkey of { $account } was removed on { $at }.
