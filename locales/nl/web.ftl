### De woorden van Uptake in het Nederlands. Kort en gewoon: wat een collega zou zeggen.
### Getallen die als argument meekomen, worden door het programma gegroepeerd.

## Getallen en dagen
points = { $change } pt
month-name = { $month ->
    [1] januari
    [2] februari
    [3] maart
    [4] april
    [5] mei
    [6] juni
    [7] juli
    [8] augustus
    [9] september
    [10] oktober
    [11] november
   *[12] december
}
month-abbreviation = { $month ->
    [1] jan
    [2] feb
    [3] mrt
    [4] apr
    [5] mei
    [6] jun
    [7] jul
    [8] aug
    [9] sep
    [10] okt
    [11] nov
   *[12] dec
}
month = Maand
months = Maanden
months-from-to = { $first } t/m { $last }
thirteen-months = 13 maanden

## Rond elke pagina
skip-to-content = Naar de inhoud
navigation = Hoofdnavigatie
open-navigation = Navigatie openen
close = Sluiten
cancel = Annuleren
save = Opslaan
apply = Toepassen
reload = Opnieuw kijken
action = Actie
copy = Kopiëren
copied = Gekopieerd
breadcrumb = U bent hier
search-tenants = Tenants zoeken
account-of = Account van { $name }
profile-and-settings = Profiel en instellingen
sign-out = Afmelden
nav-insights = Inzichten
nav-programme = Programma
nav-settings = Instellingen
nav-help = Help
nav-overview = Overzicht
nav-fasttrack = FastTrack
nav-loads = Importen
nav-profile = Profiel
nav-api = API
shortcuts = Sneltoetsen
shortcut-search = Tenants zoeken
shortcut-overview = Naar het overzicht
shortcut-tenants = Naar de tenants
shortcut-escape = Sluiten wat open is
shortcut-help = Deze sneltoetsen tonen

## Woorden van het product
tenants = Tenants
tenants-count = { $count ->
    [one] { $count } tenant
   *[other] { $count } tenants
}
workload = Workload
claim = Claim
not-claimed = Niet geclaimd
claim-a-workload = Workload claimen
pau = PAU
pau-long = Paid available units: betaalde licenties
mau = MAU
mau-long = Monthly active users: mensen met een bewuste handeling in de afgelopen 28 dagen
# May break where the column is narrow.
usage-percent = Gebruiks{"\u00AD"}percentage
usage-details = Gebruiksdetails
no-paid-units = Geen PAU
not-reported = Niet gemeld
name = Naam
email = E-mailadres
organisation = Organisatie
data = Gegevens
file = Bestand
state = Status
by-whom = Door
when = Wanneer
created = Gemaakt
expires = Geldig tot
last-used = Laatst gebruikt
never-used = Nooit
command-line = Opdrachtregel

## Aanmelden
sign-in = Aanmelden
sign-in-title = Aanmelden bij Uptake
sign-in-lead = Zie hoever uw klanten gebruiken waarvoor ze betalen.
sign-in-refused = Dit e-mailadres en wachtwoord horen niet bij elkaar. Controleer beide en probeer het opnieuw.
sign-in-too-many = { $minutes ->
    [one] Te veel pogingen. Probeer het over { $minutes } minuut opnieuw.
   *[other] Te veel pogingen. Probeer het over { $minutes } minuten opnieuw.
}
sign-in-help = Geen account, of wachtwoord vergeten? Vraag het een accountbeheerder van uw organisatie.
password = Wachtwoord
notice-expired = Uw sessie is verlopen. Meld u aan om verder te gaan waar u was.
notice-password-changed = Uw wachtwoord is gewijzigd. Meld u aan met het nieuwe.
notice-signed-out-everywhere = U bent op elk apparaat afgemeld.
signed-out = U bent afgemeld
signed-out-lead = Sluit de browser als anderen deze computer ook gebruiken.
sign-in-again = Opnieuw aanmelden

## Geen viewerrol
no-access = Geen toegang tot tenants
no-access-title = U hebt nog geen rol waarmee u tenants ziet
no-access-directory-title = Er zijn geen tenants voor de directory van waaruit u zich aanmeldt
no-access-why = Uw account bij { $organisation } werkt, maar voor tenantgegevens is een viewerrol nodig. Met alleen een beheerdersrol ziet u geen tenants.
no-access-what = Wat u kunt doen
no-access-ask = Vraag een accountbeheerder van { $organisation } om een van deze rollen, voor het hele bedrijf of voor de locaties waarvoor u werkt:
no-access-why-programme = Uw account bij het programmabureau werkt, maar er is nog geen partner aan u toegewezen.
no-access-ask-programme = Vraag een programmabeheerder om u als partnermanager partners toe te wijzen, of om u programmabeheerder te maken.
no-access-ask-directory = Dient uw organisatie haar claims onder deze directory in, open dan een ticket en zeg dat: het programmabureau houdt bij welke directory’s tellen. Hebt u ook een account in de juiste, meld u dan daarmee aan.
no-access-roles = Wat u nu hebt:
no-access-no-role = U hebt nu nog geen enkele rol.
to-profile = Uw profiel bekijken

## Rollen
role-executive-report-viewer = Viewer voor leidinggevenden
role-report-viewer = Rapportviewer
role-incentives-admin = Incentivebeheerder
role-account-admin = Accountbeheerder
role-global-admin = Globale beheerder
role-programme-admin = Programmabeheerder
role-partner-manager = Partnermanager
role-gives-executive-report-viewer = Werkt aan de zichtbare tenants en ziet al hun gegevens.
role-gives-report-viewer = Werkt aan de zichtbare tenants; geld en persoonsgegevens worden achtergehouden.
role-gives-incentives-admin = Dient claims in voor de gegeven locaties en volgt ze.
role-gives-account-admin = Nodigt mensen uit en geeft viewer- en incentiverollen.
role-gives-global-admin = Wat een accountbeheerder mag, plus beheerdersrollen en aanmeldinstellingen.
role-gives-programme-admin = Importeert de gegevens en beheert partners, catalogus en audit.
role-gives-partner-manager = Leest het werk van de toegewezen partners en helpt daarbij.

## Overzicht
overview-lead = Cijfers van { $month }, van de tenants die u mag zien
overview-no-tenants = Nog geen tenants
overview-no-tenants-office = Tenants komen mee met de bestanden die een partner uit Partner Center downloadt. Importeer een bestand met licentiegebruik om te beginnen.
overview-no-tenants-partner = Een tenant verschijnt hier zodra uw organisatie een goedgekeurde claim op een van zijn workloads heeft, op een locatie die u ziet. Is dat zo en staat hier niets? Vraag het programmabureau of de nieuwste bestanden geïmporteerd zijn.
overview-no-figures = Nog geen cijfers
overview-no-figures-office = De tenants zijn bekend, maar er is nog geen bestand met licentiegebruik toegepast. Importeer er een om PAU, MAU en gebruikspercentage te zien.
overview-no-figures-partner = De tenants zijn bekend, maar er is nog geen bestand met licentiegebruik geïmporteerd. Het programmabureau kan dat doen.
load-a-file = Bestand importeren
trend-usage = Gebruikspercentage over 13 maanden
trend-usage-label = Lijn van het gebruikspercentage over de afgelopen 13 maanden. De cijfers staan in de tabel.
trend-units = PAU en MAU over 13 maanden
trend-units-label = Lijnen van PAU en MAU over de afgelopen 13 maanden. De cijfers staan in de tabel.
nothing-to-draw = Geen cijfers om te tekenen in deze maanden.
figures-as-table = De cijfers als tabel
by-workload = Per workload
by-status = Plaatsen per status
waits-for-you = Wacht op u
by-band = Tenants naar gebruikspercentage
movers = Wie het meest veranderde
rose-most = Meest gestegen
fell-most = Meest gedaald
none-moved = Niemand, sinds de maand ervoor.
freshness = Hoe vers de gegevens zijn
loaded-at = Geïmporteerd
up-to-month = T/m
next-due = Volgende verwacht
never-loaded = Nog nooit
overdue = Te laat
feed-partner-profile = Partnerprofiel
feed-customers-and-tenants = Klanten en tenants
feed-office-usage = Licentiegebruik
feed-ems-usage = Gebruik van Enterprise Mobility
feed-eligible-plans = In aanmerking komende abonnementen
feed-seats-and-subscriptions = Plaatsen en abonnementen
feed-propensity = Verkoopkansen

## Tenantlijst
search-in-list = Naam, tenant-ID of domein
filter-list = De lijst doorzoeken en filteren
filter-location = Locatie
filter-country = Land
filter-segment = Segment
filter-workload = Workload
filters-on = Filters die aanstaan
filter-remove = Filter { $filter } weghalen
clear-filters = Alle filters wissen
chip-search = Zoeken: { $text }
chip-location = Locatie: { $value }
chip-country = Land: { $value }
chip-segment = Segment: { $value }
chip-workload = Workload: { $value }
chip-overall-status = Algemene status: { $value }
chip-signal = Signaal: { $value }
filter-overall-status = Algemene status
filter-attention = Aandacht
filter-overdue = Iets te laat
filter-no-survey-contact = Geen contactpersoon voor enquêtes
filter-below-minimum = Onder het licentieminimum
chip-usage = Gebruik: { $value }
chip-usage-from = Gebruik vanaf { $from }%
chip-usage-to = Gebruik tot en met { $to }%
chip-usage-between = Gebruik van { $from }% tot en met { $to }%
band-any = Alle
band-none = Geen betaalde licenties
band-low = Onder 25%
band-fair = 25% tot 50%
band-good = 50% tot 75%
band-high = 75% tot 100%
band-above = Boven 100%
usage-from = Vanaf %
usage-to = T/m %
columns = Kolommen
column-name = Tenantnaam
column-tenant-id = Tenant-ID
column-domain = Domein
column-country = Land
column-segment = Segment
column-workloads-claimed = Geclaimde workloads
column-pau = PAU
column-mau = MAU
column-usage = Gebruik %
column-change = Verschil
column-overall-status = Status
column-last-note = Laatste notitie
column-next-action = Volgende actie
column-signals = Signalen
figure-overdue = Te laat
views = Weergaven
views-none = Een weergave bewaart zoekopdracht, filters, volgorde en kolommen onder een naam.
view-save-as = Deze lijst opslaan als
view-save = Weergave opslaan
view-delete = Weergave { $name } verwijderen
list-figures-of = Cijfers van { $month }
list-newest-month = De nieuwste maand van deze tenant
list-nothing-found = Geen tenant gevonden
list-nothing-found-advice = Zoek op minder, of haal een filter weg.
usage-link = Gebruiksdetails van { $name }: { $usage }
export-csv = CSV exporteren
rows-per-page = Rijen
pages = Pagina's
page-first = Eerste
page-previous = Vorige
page-next = Volgende

## Tenant
tpid = TPID
seen-through = Locatie
tenant-no-figures = Geen gebruikscijfers
tenant-no-figures-why = Cijfers verschijnen zodra uw organisatie een goedgekeurde claim op deze tenant heeft en er een gebruiksbestand met deze tenant is geïmporteerd. Dan verschijnen ze voor alle workloads die niemand anders heeft geclaimd.
row-not-reported-since = Deze maand niet gemeld; laatst in { $month }
row-never-reported = Nooit gemeld
above-full-why = Boven 100%: er zijn meer mensen actief dan er licenties betaald zijn. Studenten en proefgebruikers tellen mee in MAU en niet in PAU.
no-paid-units-why = Zonder betaalde licenties (PAU 0) is er geen percentage.

## Geschiedenis van een cijfer
computed-title = Hoe { $month } is berekend
computed = MAU { $mau } / PAU { $pau } = { $usage }
computed-no-paid-units = MAU { $mau } / PAU 0: zonder betaalde licenties is er geen percentage
source = Bestand

## Importen
loads-lead = De bestanden die een partner uit Partner Center downloadt. Eerst ziet u wat een bestand zou veranderen, dan beslist u.
upload-choose = Kies een bestand
upload-or-drop = of sleep het hierheen
upload-help = Partnerprofiel, klanten en tenants, licentiegebruik of gebruik van Enterprise Mobility: .csv, .tsv, .csv.gz of .zip, tot { $most }.
upload-start = Uploaden en controleren
upload-progress = Upload
upload-working = Geüpload. De rijen worden gelezen en gecontroleerd…
upload-failed = De upload is onderbroken. Controleer de verbinding en probeer het opnieuw.
upload-too-large = Dit bestand is groter dan { $most }.
loads-history = Importen tot nu toe
loads-none = Nog niets geïmporteerd
loads-none-advice = Begin met het partnerprofiel, dan klanten en tenants, dan licentiegebruik.
load-state-staging = Wordt gelezen
load-state-planned = Wacht op u
load-state-applied = Toegepast
load-state-undone = Teruggedraaid
load-state-discarded = Weggegooid
load-state-failed = Mislukt
load-count-rows = Rijen
load-count-added = Toegevoegd
load-count-changed = Gewijzigd
load-count-left = Ongewijzigd
load-count-refused = Geweigerd
load-is-staging = De rijen worden gelezen. Deze pagina werkt zichzelf bij.
load-is-planned = Er is nog niets veranderd. Bekijk het plan hieronder en pas het toe of gooi het weg.
load-changes-nothing = Alles in dit bestand is er al: toepassen verandert niets.
load-stopped = Meer dan { $percent }% van de rijen is geweigerd, dus dit bestand kan niet worden toegepast. Herstel de rijen hieronder en importeer het opnieuw.
load-is-applied = Deze import is toegepast: de cijfers tellen mee.
load-is-undone = Deze import is teruggedraaid: alles is zoals het ervoor was.
load-is-discarded = Deze import is weggegooid en heeft niets veranderd.
load-has-failed = Dit bestand kon niet worden geïmporteerd.
load-apply = Toepassen
load-discard = Weggooien
load-discard-sure = Deze import weggooien?
load-discard-what = Het plan verdwijnt. Aan wat meetelt verandert niets, en het bestand kan opnieuw worden geïmporteerd.
load-undo = Terugdraaien
load-undo-sure = Deze import terugdraaien?
load-undo-what = Elk cijfer wordt weer wat het voor deze import was, meteen en voor iedereen.
load-details = Details
load-tenants-new = Nieuwe tenants
load-claims-begun = Claims die beginnen
load-claims-ended = Claims die eindigen
load-claims-contradicted = Goedgekeurde claims die het bestand aan een andere partner geeft; ze blijven
load-repeated = Rijen die een andere rij herhalen
load-workloads-new = Nieuwe workloads
load-columns-ignored = Niet gebruikte kolommen
load-uploaded = Geüpload
refused-rows = Geweigerde rijen
refused-shown = { $shown } van { $all }
refused-download = Alle downloaden
refused-line = Regel
refused-column = Kolom
refused-value = Waarde
refused-reason = Waarom
refused-whole-row = Hele rij
refused-empty = Leeg

## Waarom een rij geweigerd is
row-and-other-line = { $reason } Zie regel { $line }.
row-missing = Hier staat niets, en er moet iets staan.
row-not-a-tenant-id = Dit is geen tenant-ID; die ziet er zo uit: 0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d5e.
row-not-a-month = Dit is geen maand; schrijf 2026-08-01 of 2026-08.
row-not-the-first = Dit is niet de eerste dag van een maand.
row-month-out-of-range = Deze maand valt buiten het bereik (2000 t/m 2199).
row-not-a-number = Dit is geen geheel getal; schrijf alleen cijfers.
row-negative = Dit is minder dan nul.
row-absurd = Dit is meer dan welk echt aantal licenties of gebruikers ook.
row-not-a-partner-id = Dit is geen partner-ID (hoogstens 20 letters en cijfers).
row-not-a-flag = Dit is geen 0 en geen 1.
row-not-a-workload = Dit is niet de naam van een workload.
row-not-a-day = Dit is geen dag; schrijf 2026-08-31.
row-not-a-sku = Dit is niet de naam van een SKU.
row-unknown-cluster = Dit is geen van Act Now, Evaluate, Nurture en Educate.
row-unknown-level = Dit is geen Global en geen Location.
row-too-long = Dit is te lang.
row-not-utf8 = Dit is niet in UTF-8 geschreven.
row-control-character = Hier staat een teken dat geen tekst is.
row-wrong-field-count = Deze rij heeft meer of minder velden dan de kop.
row-stray-quote = Er staat tekst achter een sluitend aanhalingsteken; de regels tot het volgende zijn mee geweigerd.
row-contradicts = Een andere rij van het bestand zegt iets anders over hetzelfde cijfer.
row-competing-claims = Een andere rij van het bestand geeft de claim op deze workload aan een andere partner.
row-unknown-partner = Geen partner of locatie hier heeft deze ID. Laad eerst het partnerprofiel.
row-unknown-tenant = Geen tenant hier heeft deze ID. Importeer eerst de tenants of hun gebruik.

## Waarom een bestand geweigerd is
file-died = Het programma stopte tijdens het lezen. Importeer het bestand opnieuw.
file-lost = Wat uit het bestand was gelezen, was weg voor het werd toegepast. Importeer het bestand opnieuw.
file-empty = Het bestand is leeg.
file-not-text = Het bestand is geen tabel in tekst. Download het rapport als CSV of TSV.
file-wrong-encoding = Het bestand is niet in UTF-8 geschreven. Sla het op als UTF-8.
file-too-large = Uitgepakt is het bestand te groot. Importeer het in delen.
file-bomb = Het bestand wordt uitgepakt veel groter dan welk rapport ook.
file-unknown-header = De eerste regel is niet de kop van een rapport dat geïmporteerd kan worden.
file-missing-column = Er ontbreekt een kolom die nodig is.
file-duplicate-column = Een kolom die nodig is, staat er twee keer.
file-too-many-columns = De eerste regel heeft meer kolommen dan welk rapport ook.
file-unclosed-quote = Er begint een veld tussen aanhalingstekens dat nergens eindigt.
file-row-too-long = Een rij is langer dan welke rij van een rapport ook.
file-tenant-too-large = Het bestand heeft meer rijen van één tenant dan kan. Importeer het in delen.
file-unreadable = Het bestand kon niet worden gelezen.
file-archive-empty = Er zit geen bestand in het ZIP-bestand.
file-archive-several-files = Er zitten meer bestanden in het ZIP-bestand. Pak elk apart in.
file-archive-encrypted = Het ZIP-bestand is met een wachtwoord beveiligd. Pak het eerst uit.
file-archive-nested = Het bestand is dubbel ingepakt. Pak het één keer uit.
file-archive-unknown-method = Het ZIP-bestand is ingepakt op een manier die niet gelezen kan worden. Pak het eerst uit.
file-archive-unknown-format = Het bestand is ingepakt in een vorm die niet gelezen kan worden. Gebruik gzip of ZIP.
file-archive-damaged = Het ingepakte bestand is beschadigd of afgebroken. Download het opnieuw.

## Profiel
profile-you = Uw gegevens
profile-sees = U ziet
profile-roles = Uw rollen
profile-no-roles = U hebt nog geen rol. Vraag het een accountbeheerder van uw organisatie.
entire-organisation = Hele organisatie
preferences = Taal en thema
language = Taal
language-browser = Zoals de browser het wil
theme = Thema
theme-system = Zoals het apparaat het wil
theme-light = Licht
theme-dark = Donker
password-change = Wachtwoord wijzigen
password-current = Huidig wachtwoord
password-new = Nieuw wachtwoord
password-repeat = Nieuw wachtwoord nog eens
password-hint = Minstens { $least } tekens. Een paar woorden achter elkaar onthoudt u makkelijk en raadt niemand.
password-ends-sessions = Andere apparaten worden afgemeld; toegangstokens blijven werken.
password-wrong = Dit is niet uw huidige wachtwoord.
password-differs = De twee nieuwe wachtwoorden verschillen.
password-too-short = Een wachtwoord heeft minstens { $least } tekens.
password-too-long = Dit wachtwoord is te lang.
password-guessable = Dit wachtwoord probeert iedereen als eerste. Neem een ander.
sessions = Waar u bent aangemeld
session-device = Apparaat
session-device-on = { $browser } op { $system }
session-address = Adres
session-since = Sinds
session-end = Afmelden
session-end-of = { $device } afmelden
session-unknown-device = Onbekend apparaat
sign-out-everywhere = Overal afmelden
this-session = Dit apparaat
tokens = Toegangstokens
tokens-lead = Met een token kunnen uw eigen programma's via de API lezen en doen wat u mag, nooit meer.
tokens-docs = Hoe de API werkt
tokens-none = U hebt geen tokens.
token-new = Nieuw token
token-name = Waar is het voor?
token-days = Geldig (dagen)
token-scope = Mag
token-scope-read = Alleen lezen
token-scope-write = Lezen en schrijven
token-create = Token maken
token-created = Hier is het token “{ $name }”. Kopieer het nu: u ziet het maar één keer.
token-revoke = Intrekken
token-revoke-of = Token { $name } intrekken

## API
api-lead = Wat een pagina kan, kan een programma ook: JSON via HTTPS met een toegangstoken.
api-document = OpenAPI-document
api-make-token = Toegangstoken maken
api-contents = Inhoud
api-parameter = Parameter
api-place = In
api-type = Type
api-meaning = Betekenis
api-required = Verplicht
api-body = Inhoud van de aanvraag
api-answers = Antwoorden
api-no-example = Geen inhoud.
api-problems = Problemen
api-problems-lead = Wat misgaat, wordt verteld als problem details (RFC 9457). Het type eindigt op een van deze namen; namen veranderen niet, woorden wel.
api-problem = Naam
api-status = Status

## Fouten
to-start = Naar de eerste pagina
to-tenants = Naar de tenants
error-reference = Referentie voor ondersteuning:
copy-reference = Referentie kopiëren
error-bad-request = Deze aanvraag is niet te begrijpen
error-bad-request-advice = Het adres of een veld is niet zoals het hoort. Ga terug en probeer het opnieuw.
error-forbidden = Uw rol staat dit niet toe
error-forbidden-advice = Vraag een accountbeheerder van uw organisatie om de rol die dat wel doet. In uw profiel ziet u welke rollen u hebt.
error-closed = De details van deze tenant zijn voor u gesloten
error-closed-advice = Welke directory’s zijn ingeschreven, houdt het programmabureau bij: open een ticket als de uwe erbij hoort. Hebt u ook een account in een die dat is, meld u dan daarmee aan.
error-stale-form = Dit formulier is te oud
error-stale-form-advice = Er is niets veranderd. Ga terug, laad de pagina opnieuw en verstuur het formulier nog eens.
error-not-found = Hier is niets
error-not-found-advice = Het adres klopt misschien niet, of wat hier stond is voor u niet zichtbaar: een tenant bijvoorbeeld, als de laatste claim van uw organisatie erop is geëindigd. Zoek de tenant op naam of ID.
error-method = Dit adres kan dat niet
error-method-advice = De pagina bestaat, maar niet voor dit soort aanvraag. Open haar via een link.
error-conflict = Iemand anders was eerder
error-conflict-advice = Wat u wilde wijzigen, is intussen veranderd. Laad de pagina opnieuw en kijk nog eens.
error-too-large = Dit is te groot
error-too-large-advice = Stuur minder tegelijk, of splits het bestand.
error-media = Dit soort bestand kan niet
error-media-advice = Stuur een CSV- of TSV-bestand, ingepakt of niet.
error-unprocessable = Zo kan dit niet
error-unprocessable-advice = Ga terug, herstel wat genoemd wordt en probeer het opnieuw.
error-too-many = Te veel aanvragen
error-too-many-advice = Wacht een minuut en probeer het opnieuw.
error-internal = Er ging iets mis bij ons
error-internal-advice = Er is niets half gedaan. Probeer het opnieuw; blijft het misgaan, geef dan de referentie hieronder aan uw beheerder.
error-unavailable = Uptake heeft het nu te druk
error-unavailable-advice = Er is niets veranderd. Wacht even en probeer het opnieuw.
problem-signed-out = U bent niet aangemeld
problem-signed-out-advice = Meld u aan, of stuur een toegangstoken mee dat nog geldig is.
problem-wrong-credentials = Dit e-mailadres en wachtwoord horen niet bij elkaar.
problem-too-many = { $seconds ->
    [one] Probeer het over { $seconds } seconde opnieuw.
   *[other] Probeer het over { $seconds } seconden opnieuw.
}
problem-no-viewer-role = Voor tenantgegevens is een viewerrol nodig. Vraag het een accountbeheerder van uw organisatie.
problem-foreign-directory = U meldt u aan vanuit een directory waaronder geen claims worden ingediend, en daarom zijn er geen tenants. Vraag het uw programmabureau met een ticket.
problem-details-closed = De gegevens van deze tenant staan niet open voor uw account: de directory van waaruit u zich aanmeldt, is niet ingeschreven.
problem-load-at-work = Een andere import van deze soort is bezig. Wacht tot die klaar is en probeer het opnieuw.
problem-wrong-load-state = Dat kan nu niet met deze import: ze is al toegepast of weggegooid, of niet de nieuwste van haar soort.
problem-load-lost = Wat uit dit bestand is gelezen, is er niet meer. Er is niets veranderd. Importeer het bestand opnieuw.
problem-plan-changed = De gegevens zijn sinds het plan veranderd, dus is het opnieuw gemaakt. Bekijk het nog eens en pas het dan toe.
problem-too-many-refused = Er zijn te veel rijen geweigerd, dus het bestand kan niet worden toegepast.
problem-in-use = Iets anders gebruikt wat deze import bracht, dus kan ze niet worden teruggedraaid.
problem-question-answered = Iemand anders heeft deze vraag beantwoord. Open de pagina opnieuw om het antwoord te lezen.
problem-question-open = Er wacht al een vraag over deze opmerking op antwoord. Stel de volgende als het antwoord er is.
problem-no-version = Stuur de ETag van wat u las mee in If-Match, zodat niemands wijziging verloren gaat.
problem-overtaken = Iemand anders heeft dit gewijzigd sinds u het las, en er is niets gedaan. Wat er nu staat vindt u in current; bekijk het en stuur uw versie opnieuw met de nieuwe ETag.
problem-too-large = Er kan hoogstens { $most } tegelijk.
problem-uri-too-long = Het adres is te lang.
problem-too-slow = Het duurde te lang voor de aanvraag binnen was.
problem-broken-upload = De upload hield op voor het bestand compleet was.
problem-disk-full = De server heeft nu geen ruimte voor dit bestand.

## Wat er mis is met een veld
field-missing = Vul dit in.
field-too-long = Hoogstens { $most } tekens.
field-malformed = Dit heeft niet de juiste vorm.
field-out-of-range = Van { $least } tot en met { $most }.
field-unknown = Deze waarde bestaat niet.
field-foreign-cursor = Deze cursor hoort bij een andere lijst. Begin bij de eerste pagina.
field-wrong-password = Dit is niet uw huidige wachtwoord.
field-differs = De twee nieuwe wachtwoorden verschillen.
field-taken = Dit is al bezet.
field-as-many-as-may-be = Er zijn er al { $most }, en meer mogen het er niet zijn. Verwijder er eerst een.
field-role-not-here = Deze rol kan hier niet worden gegeven.
field-key-of-another = Deze sleutel is voor een ander verzoek gebruikt. Geef elk verzoek een eigen sleutel.
field-copy-of = Dit is woord voor woord de opmerking bij { $workload }. Schrijf wat er juist voor deze workload geldt.
field-withheld = Dit wordt voor u achtergehouden: u kunt er niet op zoeken en het niet wijzigen.
field-none-survey-eligible = Een tenant met contactpersonen van de klant heeft er minstens één die in aanmerking komt voor de enquête. { $customers ->
    [one] Nu zou er één overblijven die dat niet doet.
   *[other] Nu zouden er { $customers } overblijven en geen van hen doet dat.
}
field-email-twice = Een andere contactpersoon van deze tenant heeft dit e-mailadres.
field-not-of-this-type = Een contactpersoon van de partner heeft dit veld niet.
field-not-an-email = Dit is geen e-mailadres, zoals noor@example.com.
field-not-a-phone = Dit is geen telefoonnummer, zoals +31 20 555 01 99.
field-unknown-workload = Er is geen workload { $code }.
field-no-such-parameter = Deze parameter bestaat niet.
field-given-twice = Twee keer gegeven, en er telt er maar één.
field-not-sortable = De lijst kan worden gesorteerd op: { $columns }.
field-not-one-of = Een van: { $values }.

## Panelen en formulieren
pane-unsaved = Wat u hebt getypt, is niet opgeslagen. Toch sluiten? Het blijft hier bewaard als concept.
pane-failed = Dit kon niet worden verstuurd. Wat u hebt getypt, staat er nog: probeer het zo opnieuw.
pane-gone = Dit is niet opgeslagen: waar het bij hoort, is er voor u niet meer, zoals een tenant waarop de laatste claim van uw organisatie is geëindigd. Wat u hebt getypt, staat er nog: kopieer wat u wilt bewaren.
pane-signed-out = Uw sessie is afgelopen. Wat u hebt getypt, staat er nog.
pane-sign-in = Meld u aan in een nieuw tabblad en sla hier daarna opnieuw op.
draft-found = Wat u hier eerder typte, is niet opgeslagen.
draft-restore = Terugzetten
draft-discard = Weggooien
form-errors = { $count ->
    [one] Eén ding moet anders:
   *[other] { $count } dingen moeten anders:
}
form-optional = niet verplicht
form-ended-title = Uw sessie is afgelopen
form-ended-lead = Dit is niet opgeslagen. Wat u hebt getypt, staat hieronder: meld u aan in een nieuw tabblad, open het formulier opnieuw en kopieer het.
form-gone-lead = Dit is niet opgeslagen: het hoort bij iets dat er niet is, of voor u niet meer, zoals een tenant waarop de laatste claim van uw organisatie is geëindigd. Wat u hebt getypt, staat hieronder; kopieer wat u wilt bewaren.
form-ended-sign-in = Aanmelden in een nieuw tabblad
form-ended-typed = Wat u hebt getypt
field-line-break = Eén regel, zonder regeleinde.
field-unseen = Er staat een onzichtbaar teken in ({ $code }). Haal het weg.
field-not-a-day = Een datum zoals 2026-03-01.
field-past = Vandaag of later.
field-too-far = Deze dag ligt te ver weg.
field-not-in-the-list = Kies er een uit de lijst.

## Statusnotities
notes = Statusnotities
note-add = Notitie toevoegen
note-new = Nieuwe statusnotitie
note-correction = Statusnotitie verbeteren
note-correction-lead = De notitie van { $when } blijft zoals ze is. De nieuwe zegt wat klopt, en beide verwijzen naar elkaar.
note-correct = Verbeteren
note-corrects = Verbetert een eerdere notitie
note-corrected = Verbeterd door een latere notitie
note-scope = Onboardingbereik
note-scope-hint = Wat er in gebruik wordt genomen, door wie, hoe ver.
note-risks = Risico’s
note-next-actions = Volgende acties
note-next-action-date = Datum van de volgende actie
note-next-action-owner = Wie de volgende actie doet
note-overall-status = Algemene status
note-status-active = Actief
note-status-blocked = Geblokkeerd
note-status-paused = Gepauzeerd
note-save = Notitie opslaan
note-saved = De statusnotitie is opgeslagen.
note-none = Nog geen statusnotities
note-none-advice = Een statusnotitie vertelt de volgende collega hoe deze klant ervoor staat en wat er hierna gebeurt.
note-none-found = Geen notities gevonden
note-none-found-advice = Haal een filter weg of zoek op een ander woord.
note-read-more = Meer lezen
note-all-history = Alle geschiedenis weergeven
note-history-of = Statusnotities van { $tenant }
note-written = { $when } door { $author }
note-withheld = Achtergehouden
note-no-author = Onbekend
note-next = Volgende actie
note-next-by = { $day }, door { $owner }
note-overdue = Te laat
note-filter = Filteren
note-filter-reset = Alles tonen
note-filter-from = Geschreven vanaf
note-filter-until = Geschreven tot en met
note-filter-author = Schrijver
note-filter-anybody = Iedereen
note-filter-any-status = Elke status
note-filter-text = Tekst
note-older = Oudere notities
note-newer = Nieuwere notities
note-pages = Pagina’s met notities
note-ask = Notitie vragen
note-ask-lead = De partner ziet dit op de tenantpagina tot er een notitie is. Opnieuw vragen verzet de dag.
note-ask-partner = Aan welke partner
note-ask-due = Uiterlijk
note-ask-save = Vragen
note-asked = De notitie is gevraagd.
note-asked-by = Het programmabureau vraagt uiterlijk { $day } om een notitie.
note-asked-of = { $partner } is gevraagd om een notitie, uiterlijk { $day }.
note-ask-nobody = Geen partner heeft deze tenant, dus er is niemand om het aan te vragen.

## What was done, once, on the next page
flash-password-changed = Uw wachtwoord is gewijzigd. Andere apparaten zijn afgemeld.
flash-preferences-saved = Taal en thema zijn opgeslagen.
flash-session-ended = Dat apparaat is afgemeld.
flash-token-revoked = Het toegangstoken werkt niet meer.
flash-view-saved = De weergave is opgeslagen.
flash-view-deleted = De weergave is verwijderd.
flash-plan-renewed = De gegevens zijn sinds het plan veranderd, dus is het opnieuw gemaakt. Bekijk het nog eens en pas het dan toe.

## The audit (S16.1)

nav-audit = Auditlogboek
audit-lead = Wie wat deed, het nieuwste bovenaan. Hier is niets te wijzigen.
audit-from = Vanaf
audit-until = Tot en met
audit-exported = Exporteerde het auditlog
audit-search = Zoeken in acties, onderwerpen en personen
audit-find = Zoeken
audit-none = Geen regels
audit-none-advice = Er is nog niets gedaan, of niets past bij de zoekopdracht.
audit-what = Actie
audit-to-what = Onderwerp
audit-paging = Pagina's van het auditlogboek
audit-older = Oudere regels
audit-sign-in-done = Aangemeld
audit-sign-in-refused = Aanmelding geweigerd
audit-session-ended = Sessie beëindigd
audit-session-ended-all = Alle sessies beëindigd
audit-password-changed = Wachtwoord gewijzigd
audit-token-created = Toegangstoken gemaakt
audit-token-revoked = Toegangstoken ingetrokken
audit-tenant-opened = Tenant geopend
audit-tenants-exported = Tenantlijst geëxporteerd
audit-licences-exported = Licenties geëxporteerd
audit-history-opened = Geschiedenis van een cijfer geopend
audit-load-applied = Import toegepast
audit-load-discarded = Import weggegooid
audit-load-undone = Import teruggedraaid
audit-person-added = Persoon toegevoegd
audit-person-closed = Account gesloten
audit-person-reopened = Account heropend
audit-role-given = Rol gegeven
audit-role-taken = Rol weggenomen
audit-intent-note-opened = Opmerking bij serviceintentie geopend
audit-intent-note-saved = Opmerking bij serviceintentie geschreven
audit-intent-help-asked = Hulp gevraagd bij een opmerking
audit-intent-help-given = Vraag over een opmerking beantwoord

## Richtlijnen voor opmerkingen bij serviceintentie in het Nederlands: wat beter kan, en wat er beter kan staan.

# Oordelen
intent-good = Goed
intent-good-why = De opmerking zegt hoe het ervoor staat en waarom.
intent-could-be-better = Kan beter
intent-could-be-better-why = De opmerking is te begrijpen. Met de suggesties hieronder heeft de volgende lezer er meer aan.
intent-unclear = Onduidelijk
intent-unclear-why = De opmerking zegt niet hoe het ervoor staat, of waarom. Een collega die dit leest, kan er niets mee.

# Waarop gelet wordt
intent-no-reason = Geen reden gegeven
intent-ambiguous = Voor meer dan één uitleg vatbaar
intent-meeting = Gaat over een afspraak en niet over de intentie
intent-too-long = Langer dan twee zinnen
intent-personal-data = Persoonsgegevens
intent-duplicate = Zegt hetzelfde als de opmerking bij een andere workload
intent-no-blocker = Er zijn rechten geblokkeerd, en er staat niet waardoor

# Wat goed is
intent-clear-words = Zegt duidelijk hoe het ervoor staat

# Suggesties
intent-suggest-reason = Zeg waarom, bijvoorbeeld: “omdat de ondernemingsraad bezwaar maakt”, “vanwege een contract tot 2028”.
intent-suggest-reason-for = U schrijft “{ $word }”. Zeg waarom: wat zit erachter?
intent-suggest-until-when = “{ $word }” is alleen vandaag waar. Schrijf wat er geldt, en tot wanneer: “tot het contract in maart 2028 afloopt”.
intent-suggest-what-first = “{ $word }” laat open wat er ontbreekt. Schrijf wat er eerst moet gebeuren, en wie dat doet.
intent-suggest-date = “{ $word }” kan volgende week betekenen of over twee jaar. Schrijf een maand of een kwartaal.
intent-suggest-certain = “{ $word }” neemt de uitspraak terug. Schrijf wat vaststaat, en waar het van afhangt.
intent-suggest-outcome = Laat “{ $word }” weg en schrijf wat eruit kwam. Wat u van plan bent, hoort in een statusnotitie.
intent-suggest-shorter = Dit zijn { $sentences } zinnen. Houd de intentie en de reden over, in hoogstens { $most }; de rest hoort in een statusnotitie.
intent-suggest-without-email = Laat het e-mailadres weg. Zet de persoon bij de contacten van de tenant.
intent-suggest-without-phone = Laat het telefoonnummer weg. Zet de persoon bij de contacten van de tenant.
intent-suggest-own-words = Bij { $workload } staat bijna dezelfde opmerking. Schrijf wat er juist voor deze workload geldt.
intent-suggest-other-than-copy = Dit is de opmerking bij { $workload }, woord voor woord, en kan niet worden opgeslagen. Schrijf wat er juist voor deze workload geldt.
intent-suggest-blocker = Noem wat er blokkeert: een systeem, een regel, een contract, een ontbrekende functie.
intent-suggest-blocker-such-as = De servicestatus geeft “{ $blocker }”. Schrijf wat er precies blokkeert.
audit-status-notes-opened = Statusnotities geopend
audit-status-note-added = Statusnotitie toegevoegd
audit-note-asked = Statusnotitie gevraagd
audit-contacts-opened = Contactpersonen geopend
audit-contact-added = Contactpersoon toegevoegd
audit-contact-changed = Contactpersoon gewijzigd
audit-contact-deleted = Contactpersoon verwijderd
audit-contact-restored = Contactpersoon teruggezet
audit-contacts-erased = Verwijderde contactpersonen gewist

## Opmerkingen bij serviceintentie, de richtlijnen ervoor en vragen erover

service-status-and-intent = Servicestatus en -intentie
service-intent = Serviceintentie
service-intent-withheld = naam achtergehouden
service-intent-byline = { $author } op { $at }
service-intent-suggestions = { $count ->
    [0] Geen suggesties.
    [one] 1 suggestie.
   *[other] { $count } suggesties.
}
service-intent-text = Wat is de klant van plan, en waarom?
service-intent-hint = Een of twee zinnen: wat er voor deze workload geldt, en de reden.
service-intent-overtaken = Iemand anders heeft intussen een opmerking geschreven. Die staat hier; die van u staat nog in het formulier. Als u opslaat, komt die in de plaats en blijft de andere hieronder staan.
service-intent-save = Opmerking opslaan
service-intent-check = Controleren
service-intent-help-open = Geschiedenis en hulp
service-intent-none = Nog geen intentieopmerking.
service-intent-write = Opmerking schrijven
service-intent-change = Wijzigen
service-intent-open = Openen
service-intent-help = Hulp van de partnermanager
service-intent-asked = { $asker } vroeg op { $at }
service-intent-answered = { $answerer } antwoordde op { $at }
service-intent-waiting = Wacht op antwoord
service-intent-question = Uw vraag
service-intent-question-hint = De opgeslagen opmerking gaat mee. Het antwoord verschijnt hier.
service-intent-ask = Hulp vragen
service-intent-no-questions = Niemand heeft om hulp gevraagd.
service-intent-older = Oudere opmerkingen
note-questions = Vragen
note-questions-lead = Wat partners over hun opmerkingen bij serviceintentie vragen, de oudste eerst.
note-questions-none = Er staat geen vraag open
note-questions-none-why = Zodra iemand hulp vraagt bij een opmerking, staat de vraag hier.
note-answer = Uw antwoord
note-answer-send = Antwoord versturen
note-answer-late = Iemand anders heeft dit intussen beantwoord. Dat antwoord staat er; het uwe is niet verstuurd.
note-answer-yours = Wat u hebt getypt
flash-intent-note-saved = De opmerking is opgeslagen.
flash-intent-help-asked = De vraag is naar de partnermanager gestuurd.
flash-intent-help-given = Het antwoord is verstuurd.

## My work (S12.1)

work = Mijn werk
work-lead = Wat op u wacht, het dringendste eerst. Wat gedaan is, verdwijnt hier.
work-kinds = Soorten werk
work-all = Alles
work-more-than = meer dan { $count }
work-waiting = { $count } dringend
work-show-all = Alle { $count } weergeven
work-none = Er wacht niets op u
work-none-advice = Hier verschijnt iets zodra een beloofde dag voorbij is, om een notitie wordt gevraagd of er bij een tenant iets ontbreekt.
work-pages = Pagina’s
work-next = Volgende
work-overdue = Te laat
work-due-today = Vandaag
work-due = Binnenkort
work-by = uiterlijk { $day }
work-since = sinds { $day }
work-next-action = Volgende actie te laat
work-next-action-advice = Schrijf wat ervan is gekomen en wat er nu gebeurt.
work-asked-note = Gevraagde notitie
work-asked-note-advice = Het programmabureau wacht op een statusnotitie.
work-asked-note-late-advice = De partner heeft de notitie niet op tijd geschreven. Vraag het opnieuw, met een nieuwe dag.
work-referral = Verwijzing te beantwoorden
work-referral-advice = Accepteer of weiger op tijd.
work-claim = Claim die wacht
work-claim-advice = Beantwoord wat er is gevraagd.
work-claim-review-advice = Beslis er op tijd over.
work-intent-question = Vraag over een intentieopmerking
work-intent-question-advice = Een partner vraagt hoe een intentieopmerking te verwoorden is.
work-split-out-of-balance = Servicestatus niet in balans
work-split-out-of-balance-advice = Het aantal rechten is veranderd en de plaatsen tellen er niet meer toe op.
work-no-survey-contact = Geen contactpersoon voor enquêtes
work-no-survey-contact-advice = Bij deze tenants kan niemand worden geënquêteerd. Voeg een contactpersoon toe die daarvoor in aanmerking komt.
work-intent-note-missing = Intentieopmerking ontbreekt
work-intent-note-missing-advice = Schrijf per workload wat de klant van plan is, en waarom.
work-intent-note-old = Intentieopmerking ouder dan 90 dagen
work-intent-note-old-advice = Kijk of zij nog klopt en schrijf haar opnieuw.
work-do-note = Notitie toevoegen
work-do-ask-again = Opnieuw vragen
work-do-open = Openen
work-do-decide = Beslissen
work-do-answer = Beantwoorden
work-do-split = Rechtzetten
work-do-contact = Contactpersoon toevoegen
work-do-intent = Opmerking schrijven
## Contactpersonen
contacts = Contactpersonen
contacts-of = Contactpersonen van { $tenant }
contact-add = Contactpersoon toevoegen
contact-new = Nieuwe contactpersoon
contact-edit = Wijzigen
contact-edit-of = { $name } wijzigen
contact-edit-title = Contactpersoon wijzigen
contact-delete = Verwijderen
contact-delete-of = { $name } verwijderen
contact-delete-title = Deze contactpersoon verwijderen?
contact-delete-lead = U kunt dit 30 seconden lang ongedaan maken. Daarna wordt alles gewist wat hier van deze persoon bekend is.
contact-delete-overtaken = Iemand anders heeft deze contactpersoon intussen gewijzigd. Dit staat er nu.
contact-deleted = { $name } is verwijderd.
contact-undo = Ongedaan maken
contact-undo-within = { $seconds ->
    [one] U kunt dit nog één seconde ongedaan maken.
   *[other] U kunt dit nog { $seconds } seconden ongedaan maken.
}
contact-not-back = Deze contactpersoon kan niet meer terug: er zijn 30 seconden voorbij sinds het verwijderen.
contact-undo-of = Ongedaan maken: { $name }
contact-optional-for-partner = optioneel bij een contactpersoon van de partner
contact-type = Soort
contact-type-customer = Klant
contact-type-partner = Van de partner
contact-any-type = Elke soort
contact-name = Naam
contact-email = E-mailadres
contact-phone = Telefoon
contact-title = Functie
contact-country = Land/regio
contact-language = Taal van de enquête
contact-choose = Kies
contact-workloads = Diensten waarbij deze persoon helpt
contact-survey-eligible = In aanmerking komend voor enquête
contact-not-survey-eligible = Niet voor enquête
contact-survey-hint = Alleen bij een contactpersoon van de klant: minstens één kan de enquête krijgen.
contact-yes = Ja
contact-no = Nee
contact-of = Geschreven door
contact-all = Alle contactpersonen ({ $count })
contact-search = Naam, e-mailadres, functie of telefoon
contact-pages = Pagina’s met contactpersonen
contact-none = Nog geen contactpersonen
contact-none-advice = Schrijf op met wie u praat, dan hoeft de volgende collega het niet te vragen.
contact-none-found = Geen contactpersonen gevonden
contact-none-found-advice = Haal een filter weg of zoek op een ander woord.
contact-none-eligible = Niemand bij deze tenant komt in aanmerking voor de enquête. Voeg een contactpersoon van de klant toe die de enquête kan krijgen.
contact-withheld = Achtergehouden
contact-withheld-hint = Wat voor u wordt achtergehouden, blijft zoals het is. De rest kunt u wijzigen.
contact-overtaken = Iemand anders heeft deze contactpersoon gewijzigd terwijl u typte. Dat staat hieronder, wat u typte staat in het formulier. Opslaan vervangt het.
contact-changed-at = Gewijzigd op { $at }
contact-save = Contactpersoon opslaan
flash-contact-saved = De contactpersoon is opgeslagen.
flash-contact-restored = De contactpersoon is terug.

## Servicestatus: de verdeling van de plaatsen van een workload over statussen en redenen

field-future = Deze dag moet nog komen.
audit-service-status-opened = Servicestatus geopend
audit-service-status-saved = Servicestatus opgeslagen
split-too-many = { $count ->
    [one] 1 plaats te veel.
   *[other] { $count } plaatsen te veel.
}
split-too-few = { $count ->
    [one] 1 plaats ontbreekt.
   *[other] { $count } plaatsen ontbreken.
}
split-total-changed = Het totaal is nu { $now }, en niet meer { $seen }: er zijn nieuwe cijfers geladen.
split-too-many-lines = { $lines } regels; hoogstens { $most }.
split-not-a-number = Geef een heel getal, alleen in cijfers.
split-not-possible = Geef een getal van { $least } tot en met { $most }.
split-not-an-option = Dit hoort niet bij wat ervoor is gekozen. Kies er een uit de lijst.
split-no-options = Wat ervoor is gekozen, heeft geen redenen. Laat dit leeg.
split-without-reason = Kies eerst de reden (L2).
split-no-target-date = Deze status heeft geen streefdatum. Laat dit leeg.
split-some-too-many = { $seats } plaatsen te veel.
split-some-missing = { $seats } plaatsen ontbreken.
service-status = Servicestatus
service-status-total = Totaalaantal rechten
service-status-sum = Som van de regels
service-status-difference = Verschil
service-status-even = Klopt
service-status-out-of-balance = Niet in balans
service-status-seats = Plaatsen
service-status-l1 = Status (L1)
service-status-l2 = Reden (L2)
service-status-l3 = Technische reden (L3)
service-status-target = Streefdatum
service-status-remark = Opmerking
service-status-in-line = { $label }, regel { $line }
service-status-pick = Kies
service-status-no-l3 = Geen
service-status-add = Regel toevoegen
service-status-remove = Deze regel weghalen
service-status-rest = Rest hier
service-status-rest-why = Geeft deze regel wat er aan het totaal ontbreekt
service-status-choose = Passende redenen tonen
service-status-save = Servicestatus opslaan
service-status-retired = { $name } (niet meer aangeboden)
service-status-was = Tot nu toe: { $was }. Dit kan niet meer worden gekozen; kies opnieuw.
service-status-overtaken = De servicestatus is intussen gewijzigd. Wat er nu staat, ziet u hier; die van u staat nog in het formulier. Als u opslaat, komt die ervoor in de plaats.
service-status-history = Geschiedenis
service-status-as-of = Stand op
service-status-show = Tonen
service-status-as-of-day = Stand op { $day }
service-status-as-of-moment = Zoals bewaard op { $at }
service-status-pages = Pagina’s van de geschiedenis
service-status-older = Ouder
service-status-newest = Nieuwste
service-status-now = Terug naar nu
service-status-none-yet = Op die dag had nog niemand een servicestatus opgeslagen: alle plaatsen hadden een onbekende status.
service-status-never-saved = Niemand heeft nog een servicestatus opgeslagen: alle plaatsen hebben een onbekende status.
service-status-no-seats = Geen plaatsen
service-status-when = Wanneer
service-status-who = Wie
service-status-by-load = Nieuwe cijfers
service-status-by-undoing = Cijfers teruggedraaid
flash-service-status-saved = De servicestatus is opgeslagen.
blockers = Blokkades
blockers-lead = Plaatsen die zijn geblokkeerd, en plaatsen die niemand wil gebruiken, per reden.
blockers-none = Niets is geblokkeerd
blockers-none-why = Redenen verschijnen hier zodra de servicestatus van een workload ze noemt.
blockers-sum = { $seats ->
    [one] 1 plaats
   *[other] { $seats } plaatsen
} van { $tenants ->
    [one] 1 tenant
   *[other] { $tenants } tenants
}
blockers-of = { $seats ->
    [one] 1 plaats
   *[other] { $seats } plaatsen
}, { $tenants ->
    [one] 1 tenant
   *[other] { $tenants } tenants
}
chip-status = Status: { $value }
chip-reason = Reden: { $value }

## Signalen van de laatste 30 dagen (S12.2)
signals = Signalen van de laatste 30 dagen
signal-usage-rose = Gebruik omhoog
signal-usage-rose-by = Het gebruik steeg met { $points } punten.
signal-usage-fell = Gebruik omlaag
signal-usage-fell-by = Het gebruik daalde met { $points } punten.
signal-seats-bought = Bijgekocht
signal-seats-bought-so-many = Er kwamen { $seats } betaalde eenheden bij.
signal-reached-minimum = Op minimum
signal-reached-minimum-with = De tenant bereikte het licentieminimum van { $minimum }: hij heeft { $pau } betaalde eenheden.
signal-fell-below-minimum = Onder minimum
signal-fell-below-minimum-with = De tenant zakte onder het licentieminimum van { $minimum }: hij heeft { $pau } betaalde eenheden.
signal-blocked-seats-grew = Meer geblokkeerd
signal-blocked-seats-grew-to = Het aantal geblokkeerde plaatsen steeg van { $from } naar { $to }.

split-no-longer-offered = ‘{ $name }’ wordt niet meer aangeboden. Kies hier iets anders.
taxonomy = Statussen en redenen
taxonomy-lead = Wat er in een servicestatus te kiezen is. Elke versie geldt vanaf een dag; wat er eerder stond, houdt de namen van die dag.
taxonomy-change = Statussen en redenen wijzigen
taxonomy-change-planned = Geplande versie wijzigen
taxonomy-change-lead = Niets geldt voordat u hebt gezien wat het raakt, en het hebt opgeslagen.
taxonomy-is-planned = Vanaf { $day } staat een versie gepland. Die wijzigt u nu: opslaan vervangt haar.
taxonomy-versions = Versies
taxonomy-valid-from = Geldt vanaf
taxonomy-valid-from-hint = Op zijn vroegst { $day }. Een dag begint om middernacht UTC.
taxonomy-valid-to = Tot en met
taxonomy-goes-on = loopt door
taxonomy-from-ever = Vanaf het begin
taxonomy-ships = Hoort bij Uptake
taxonomy-made = Opgeslagen
taxonomy-past = Voorbij
taxonomy-counts = Geldt nu
taxonomy-planned = Gepland
taxonomy-tree = Wat er te kiezen is
taxonomy-no-reasons = Geen redenen
taxonomy-withdraw = Geplande versie intrekken
taxonomy-withdraw-sure = De geplande versie intrekken?
taxonomy-withdraw-what = De geldende versie loopt door. Wat gepland was, is weg.
taxonomy-name-en = Naam in het Engels
taxonomy-name-nl = Naam in het Nederlands
taxonomy-code = Code
taxonomy-code-from-name = Uit de Engelse naam
taxonomy-remark = Vraagt een opmerking
taxonomy-dated = Kan een streefdatum hebben
taxonomy-retire = Niet meer aanbieden
taxonomy-options = Opties
taxonomy-new = Nieuw
taxonomy-add-reason = Reden toevoegen
taxonomy-add-technical = Technische reden toevoegen
taxonomy-technical-count = { $count ->
    [0] Geen technische redenen
    [one] 1 technische reden
   *[other] { $count } technische redenen
}
taxonomy-up = Omhoog: { $name }
taxonomy-down = Omlaag: { $name }
taxonomy-drop = Verwijderen: { $name }
taxonomy-preview = Bekijken wat het raakt
taxonomy-preview-title = Wat het raakt
taxonomy-preview-lead = De nieuwe versie zou gelden vanaf { $day }. Er is nog niets opgeslagen.
taxonomy-overtaken = Iemand anders heeft een andere versie opgeslagen sinds u het formulier opende. Hieronder staat wat de uwe wijzigt aan wat er nu staat; van de uwe is niets verloren. Opslaan zet de uwe ervoor in de plaats.
taxonomy-replaces = Wat het wijzigt aan de versie die vanaf { $day } gepland staat
taxonomy-replaces-same = Niets behalve de dag.
taxonomy-unfit = Opnieuw te kiezen
taxonomy-unfit-none = Alles wat er vandaag staat, kan ongewijzigd opnieuw worden opgeslagen.
taxonomy-unfit-what = { $seats ->
    [one] 1 plaats blijft waar die is, met de naam van die dag. Wie de servicestatus ervan hierna opslaat, moet opnieuw kiezen.
   *[other] { $seats } plaatsen blijven waar ze zijn, met de namen van die dag. Wie de servicestatus ervan hierna opslaat, moet opnieuw kiezen.
}
taxonomy-unfit-choice = Nu gekozen
taxonomy-unfit-need = Wat er nodig is
taxonomy-workloads = Workloads
taxonomy-needs-choice = Een andere keuze: deze wordt niet meer aangeboden
taxonomy-needs-reason = Een reden: die zijn er nu
taxonomy-needs-remark = Een opmerking
taxonomy-needs-no-date = Geen streefdatum meer
taxonomy-changes = Wat het wijzigt
taxonomy-removed = Niet meer aangeboden
taxonomy-added = Toegevoegd
taxonomy-moved = Verplaatst
taxonomy-moved-to = Naar { $place }
taxonomy-renamed = Hernoemd
taxonomy-asks = Vraagt iets anders
taxonomy-reordered = Volgorde
taxonomy-reordered-what = Opties staan in een andere volgorde.
taxonomy-with-remark = Vraagt een opmerking.
taxonomy-no-remark = Vraagt geen opmerking.
taxonomy-with-date = Kan een streefdatum hebben.
taxonomy-no-date = Heeft geen streefdatum.
taxonomy-no-seats = Geen plaatsen
taxonomy-touches = { $seats ->
    [one] 1 plaats
   *[other] { $seats } plaatsen
}, { $workloads ->
    [one] 1 workload
   *[other] { $workloads } workloads
}, { $tenants ->
    [one] 1 tenant
   *[other] { $tenants } tenants
}
taxonomy-save = Opslaan, vanaf { $day }
taxonomy-go-on = Verder wijzigen
taxonomy-too-many-nodes = { $count } in totaal; hoogstens { $most }.
taxonomy-too-many-options = { $count } in deze lijst; hoogstens { $most }.
taxonomy-statuses-are-fixed = De vijf statussen staan vast: er kan er geen bij.
taxonomy-needs-reasons = Geblokkeerd heeft minstens één reden nodig.
taxonomy-too-deep = Er zijn drie niveaus: onder een technische reden staat niets.
taxonomy-ends-in-other = Een lijst technische redenen eindigt met ‘Anders’ (code other). Zet die als laatste, of maak de lijst leeg.
taxonomy-too-early = Geef een dag vanaf { $day }. Wat al geldt, wordt nooit gewijzigd.
taxonomy-nothing-changed = Er is niets gewijzigd. Er valt niets op te slaan.
taxonomy-needed = ‘{ $code }’ moet blijven: er zijn regels die ervan uitgaan.
taxonomy-not-a-code = Uit deze naam is geen code te maken. Geef er een van kleine letters, cijfers en _, met een letter voorop, hoogstens { $most } tekens.
taxonomy-twice = ‘{ $code }’ staat er tweemaal. Geef een andere code.
taxonomy-no-parent = ‘{ $code }’ is er niet.
taxonomy-no-reasons-here = In uitvoering heeft geen redenen.
taxonomy-reads-the-same = Een andere optie van deze lijst heet hetzelfde. Geef een andere naam.
taxonomy-other-needs-remark = ‘Anders’ vraagt een opmerking: het zegt uit zichzelf niets.
taxonomy-feed-writes-no-remark = Nieuwe cijfers zetten hier plaatsen neer zonder opmerking. Laat dit uit.
taxonomy-only-of-a-status = Alleen een status zegt of er een streefdatum kan zijn.
taxonomy-in-force = Deze versie geldt al. Intrekken kan niet; maak een nieuwere.
flash-taxonomy-saved = De versie is opgeslagen.
flash-taxonomy-withdrawn = De geplande versie is ingetrokken.
flash-taxonomy-overtaken = Iemand anders heeft het intussen gewijzigd; er is niets ingetrokken. Bekijk wat er nu gepland staat.
audit-taxonomy-saved = Versie van statussen en redenen opgeslagen
audit-taxonomy-withdrawn = Geplande versie van statussen en redenen ingetrokken

# Claims (S4)
claims = Claims
claim-review = Claims beoordelen
claim-new = Nieuwe claim
claim-edit = Claim bewerken
claim-save = Opslaan als concept
claim-form-lead = Een claim zegt dat uw locatie partner of record is van een klant, per workload. Hij blijft een concept tot u hem indient.
claim-no-location = Er is geen locatie waarvoor u een claim kunt indienen. Vraag een accountbeheerder om de rol incentivebeheerder, of het programmabureau om inschrijving.
claim-name = Naam
claim-name-hint = Hoe u deze claim terugvindt.
claim-number = Nummer
claim-partner = Partner
claim-location = Locatie
claim-tenant-id = Tenant-id
claim-tenant-id-hint = De GUID van de directory van de klant, zoals 0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d01.
claim-domain = Domein
claim-domain-hint = Een domein van dezelfde directory, zoals contoso.example.
claim-workloads = Workloads
claim-activity = Activiteit
claim-activity-hint = Wat u voor de klant doet, in een paar woorden.
claim-customer = Contactpersoon van de klant
claim-customer-name = Contactpersoon van de klant: naam
claim-customer-title = Contactpersoon van de klant: functie
claim-customer-email = Contactpersoon van de klant: e-mail
claim-own = Eigen contactpersoon
claim-own-name = Eigen contactpersoon: naam
claim-own-email = Eigen contactpersoon: e-mail
claim-comment = Opmerking
claim-reason = Reden
claim-question = Wat hebt u nodig?
claim-reason-of-take-over = Reden, als workloads van een andere claim overgaan; wie ze verliest, leest die
claim-since = Sinds
claim-states = Statussen
claim-any-state = Alle
claim-search = Claims zoeken
claim-source = Herkomst
claim-source-any = Alles
claim-source-filed = Hier ingediend
claim-source-reported = Rapporten
claim-from-report = Uit een rapport
claim-none = Nog geen claims
claim-none-advice = Dien er een in voor een workload die niemand heeft geclaimd: begin op de pagina van de tenant, of met Nieuwe claim.
claim-none-office = Claims verschijnen hier zodra een partner er een indient.
claim-none-found = Geen claim past
claim-none-found-advice = Kies een andere status, of zoek op iets anders.
claim-pages = Pagina’s met claims
claim-due = Uiterlijk
claim-overdue = Te laat
claim-due-review = Besluit uiterlijk
claim-due-answer = Antwoord uiterlijk
claim-due-objection = Klant kan bezwaar maken tot en met
claim-due-dispute = Kan worden betwist tot en met
claim-state-draft = Concept
claim-state-submitted = Ingediend
claim-state-under-review = In beoordeling
claim-state-action-required = Actie vereist
claim-state-approved = Goedgekeurd
claim-state-rejected = Afgewezen
claim-state-disputed = Betwist
claim-state-disassociated = Ontkoppeld
claim-move-submission = Indienen
claim-move-review = Beoordeling starten
claim-move-approval = Goedkeuren
claim-move-rejection = Afwijzen
claim-move-information-request = Meer vragen
claim-move-objection = Bezwaar van de klant noteren
claim-move-dispute = Betwisten
claim-move-disassociation = Claim beëindigen
claim-move-lapse = Vervallen
claim-moved-submission = Ingediend
claim-moved-review = Beoordeling gestart
claim-moved-approval = Goedgekeurd
claim-moved-rejection = Afgewezen
claim-moved-information-request = Er is meer gevraagd
claim-moved-objection = De klant maakte bezwaar
claim-moved-dispute = Betwist
claim-moved-disassociation = Beëindigd
claim-moved-lapse = Afgewezen: geen antwoord op tijd
claim-party-partner = Partner
claim-party-office = Programmabureau
claim-party-clock = Vanzelf
claim-next = Wat nu
claim-remove = Concept verwijderen
claim-needs-proof = Voeg hieronder een bewijs van uitvoering toe; zonder kan de claim niet worden ingediend.
claim-approve-which = Welke workloads?
claim-takes-over = Workloads die anderen hebben, gaan over op deze claim
claim-check = Wat bekend is
claim-tenant-fits = tenant-id en domein horen bij elkaar
claim-tenant-unknown = Geen rapport kent deze tenant, dus er kan nog niets worden goedgekeurd.
claim-tenant-other-domain = Deze tenant is bekend onder een ander domein: { $domain }.
claim-no-competitor = Niemand anders heeft of claimt deze workloads.
claim-competitors = Wie ze ook heeft of claimt
claim-their-proofs = Hun bewijzen
claim-what = Wat is ingediend
claim-workload-left = niet toegewezen
claim-proofs = Bewijzen van uitvoering
proof-none = Nog geen.
proof-add = Bestand toevoegen
proof-hint = PDF, DOCX, PNG of JPEG, ten hoogste 25 MiB.
proof-upload = Uploaden
proof-remove = Verwijderen
proof-remove-of = { $name } verwijderen
claim-history = Geschiedenis
claim-history-none = Er is nog niets gebeurd.
claim-reported-lead = Een rapport bracht deze claim. Hij geldt als goedgekeurd en wordt hier niet gewijzigd.
claim-overtaken = Iemand heeft deze claim intussen gewijzigd. Bekijk hem zoals hij nu is, en stuur uw versie opnieuw als die nog past.
claim-not-editable = Een claim met deze status wordt niet gewijzigd: { $state }.
claim-read-only = Een rapport bracht deze claim; hij wordt hier niet gewijzigd.
claim-taken-any = Anderen hebben een deel van de workloads. Zeg dat ze overgaan op deze claim, of keur alleen de overige goed.
claim-taken = Anderen hebben { $workloads }. Zeg dat ze overgaan op deze claim, of keur alleen de overige goed.
claim-not-from = Deze claim heeft de status { $state }; van daaruit is er geen “{ $action }”.
claim-too-late = De termijn eindigde op { $day }.
claim-final = Hierover is definitief besloten.
claim-not-due = Er is tijd tot en met { $day }.
proof-empty = Het bestand is leeg.
proof-too-large = Het bestand is groter dan 25 MiB.
proof-kind = De inhoud van het bestand is geen PDF, DOCX, PNG of JPEG.
proof-too-many = Een claim heeft ten hoogste { $most } bewijzen.
attachment-together = De bestanden die u aan tickets toevoegde, zijn samen meer dan 1 GiB. Verwijder wat niet meer nodig is, of vraag het het programmabureau.
proof-twice = Dit bestand is er al.
field-not-of-this-tenant = Domein en tenant-id horen niet bij elkaar.
field-not-enrolled = Voor deze locatie kunnen geen claims worden ingediend: ze is niet ingeschreven.
field-workload-twice = { $code } staat er twee keer.
flash-claim-saved = De claim is opgeslagen.
flash-claim-removed = Het concept is weg.
flash-claim-moved = Gedaan.
flash-proof-added = Het bewijs is toegevoegd.
flash-proof-removed = Het bewijs is verwijderd.
audit-claim-filed = Claim aangemaakt
audit-claim-changed = Claim gewijzigd
audit-claim-removed = Concept van een claim verwijderd
audit-claim-moved = Claim verder gebracht
audit-claim-opened = Claim geopend
audit-proof-added = Bewijs toegevoegd
audit-proof-removed = Bewijs verwijderd
audit-proof-opened = Bewijs geopend
# Aanbiedingen en inkomsten

withheld = achtergehouden
offers = Aanbiedingen
offers-lead = Wat de leverancier betaalt voor gebruik dat groeit. De potentiële inkomsten volgen hieruit.
offers-none = Er zijn geen aanbiedingen
offers-none-why = Het programmabureau voegt ze toe.
offer-new = Aanbod toevoegen
offer-edit = Aanbod bewerken
offer-name = Aanbod
offer-valid-from = Geldig van
offer-valid-to = Geldig tot en met
offer-rate = Tarief per eenheid
offer-ceiling = Hoogste opbrengst
offer-currency = Valuta
offer-licence-minimum = Licentieminimum
offer-excluded-segments = Uitgesloten segmenten
offer-a-line-each = een per regel
offer-segments-there-are = Segmenten die tenants hebben:
offer-tenants = { $tenants ->
    [one] 1 tenant
   *[other] { $tenants } tenants
}
offer-in-season = in het seizoen
offer-example = verzonnen voorbeeld
offer-save = Aanbod opslaan
offer-overtaken = Iemand anders heeft dit aanbod intussen gewijzigd. Wat u typte staat er nog; nu opslaan vervangt die wijziging.
flash-offer-saved = Het aanbod is opgeslagen en de inkomsten zijn opnieuw berekend.
field-ends-before-it-begins = De laatste dag ligt voor de eerste.
field-another-currency = “{ $offer }” betaalt voor deze workload op een deel van deze dagen in { $currency }. Bedragen in twee valuta's kunnen niet worden opgeteld.
incentives-available = Beschikbare incentives
incentives-none = Er is geen aanbod voor deze workload.
incentive-applies = van toepassing
potential-earnings = Potentiële inkomsten
opportunity-units = Kanseenheden
reason-below-minimum = onder het licentieminimum
reason-not-in-season = niet in het seizoen
reason-segment-excluded = segment uitgesloten
reason-ceiling-reached = plafond bereikt
left-out-not-after-approval = niet na de maand waarin de claim is goedgekeurd
left-out-outside-validity = buiten de geldigheid van het aanbod
earnings-on = berekend voor { $day }
earnings-withheld = De bedragen worden voor u achtergehouden, en ook of een plafond is bereikt.
earnings-sum = Hoe dit bedrag tot stand komt
earnings-high-water = Eerdere hoogste stand: hoogste MAU van een maand ervoor
earnings-opportunity = Kanseenheden: PAU min die stand, minstens 0
earnings-most = Hoogste opbrengst { $ceiling } / tarief { $rate }, naar beneden afgerond
earnings-earned = Tot nu toe verdiende eenheden ({ $money })
earnings-compensable = Hoogste aantal te vergoeden eenheden: wat er over is
earnings-smaller = De kleinste van kanseenheden en te vergoeden eenheden
earnings-does-not-apply = Het aanbod is niet van toepassing: { $reason }
earnings-times-rate = Maal het tarief van { $rate }
earnings-months = Wat per maand is verdiend
earnings-mark = Hoogste stand ervoor
earnings-grown = Groei
earnings-units = Verdiende eenheden
earnings-why = Waarom het niet telt
opportunities = Kansen
audit-offer-added = Heeft een aanbod toegevoegd
audit-offer-changed = Heeft een aanbod gewijzigd
audit-earnings-opened = Heeft geopend waarom een workload zoveel kan opbrengen
audit-opportunities-exported = Heeft de kansen geëxporteerd
opportunity-count = Workloads
opportunities-nothing-found = Geen kans gevonden
opportunities-none = Hier valt niets te winnen
opportunities-none-why = Geen workload in deze lijst heeft minder actieve gebruikers dan betaalde licenties.
sku-bucket = SKU-groep
sku-bucket-microsoft-365 = Microsoft 365
sku-bucket-security = Beveiliging
sku-bucket-copilot = Copilot
sku-bucket-other = Overig
claim-any = Geclaimd of niet
opportunity-claimed = Geclaimd
## Licenties
licences = Licenties
licences-none = Nog geen licenties
licences-none-partner = Ze verschijnen hier zodra het programmabureau een rapport met de plaatsen van uw tenants heeft geïmporteerd.
licences-none-office = Importeer het rapport SeatsSubscriptionsAndRevenue.
licences-nothing-found = Geen licentie gevonden
licences-search = Tenantnaam, ID of domein, of SKU
licences-filter = De licenties doorzoeken en filteren
licences-cards = Per familie van SKU's
licences-card-unused = { $unused } ongebruikt van { $sold } verkocht
licence-sku = SKU
licence-family = Productfamilie
licence-sold = Verkocht
licence-assigned = Toegewezen
licence-unused = Ongebruikt
licence-unused-long = Verkochte plaatsen min toegewezen plaatsen
licence-term-end = Einde looptijd
licence-auto-renew = Automatisch verlengen
licence-renews = Verlengt zichzelf
licence-ends = Loopt af
licence-other-bucket = Overige
licence-term-days = Loopt af binnen { $days } dagen
licence-term-any = Elke looptijd
licence-only-unused = Met ongebruikte plaatsen
licence-renewal = Verlenging
licence-renewal-any = Beide
chip-sku = SKU: { $value }
chip-sku-bucket = Familie: { $value }
licence-explain = Hoe { $sku } van { $name } is geteld
licence-computed = { $sold } verkocht − { $assigned } toegewezen = { $unused } ongebruikt
licence-more-assigned = Er zijn meer plaatsen toegewezen dan verkocht.
licence-seats-of = Plaatsen van { $month }, uit { $file }, geïmporteerd op { $loaded }
licence-usage-of = PAU en MAU zijn de sommen over { $workloads }
licence-not-mapped = De catalogus zegt niet op welke workloads deze SKU recht geeft: er zijn geen PAU en MAU
licence-no-usage = Geen van de workloads heeft cijfers: { $workloads }
licence-of-tenant = Licenties van deze tenant

## Personen en partners
people = Personen
person = Persoon
people-lead = Wie een account heeft, met welke rollen, en waar.
people-search = Naam of e-mailadres
people-none = Niemand gevonden
people-none-advice = Er heeft hier nog niemand een account, of niemand past bij de zoekopdracht.
people-found = { $count ->
    [one] Eén persoon
   *[other] { $count } personen
}
people-pages = Pagina's met personen
person-new = Persoon uitnodigen
person-new-lead = U krijgt een link om door te geven. Daarop stelt de persoon een wachtwoord in.
person-of = Bij { $organisation }
person-invite = Uitnodigen
person-invite-again = Nieuwe link maken
person-active = Actief
person-invited = Uitgenodigd
person-closed = Gedeactiveerd
person-last-sign-in = Laatst aangemeld
person-account = Account
person-sees = Ziet nu
person-roles = Gegevens en rapporten bekijken voor
person-roles-held = Rollen
person-close = Deactiveren
person-reopen = Weer activeren
person-close-sure = { $name } deactiveren?
person-close-hint = Het telt meteen: elke sessie eindigt, tokens werken niet meer, en de tweede factor en passkeys worden voorgoed verwijderd. Rollen, en wat de persoon schreef, blijven bewaard; het account kan weer worden geactiveerd.
person-not-managed = Deze persoon heeft een rol die u niet geeft. Wie die wel geeft, kan het account wijzigen.
person-role-of-others = Deze rol geeft u niet; die blijft zoals hij is.
person-preview = Voorbeeld
person-preview-says = Met deze rollen:
person-preview-not-saved = Er is nog niets opgeslagen.
person-programme-office = Programmabureau
person-choose-organisation = Kiezen
person-no-partner-yet = Nog geen partner
person-no-places = Die zijn er nog niet.
reach-none = Niet
reach-locations = Gekozen locaties
reach-partners = Gekozen partners
effect-nothing = ziet geen tenant: er is geen viewerrol.
effect-foreign-directory = ziet geen tenant: onder de directory van waaruit men zich aanmeldt, worden geen claims ingediend.
effect-details-closed = { $sees } Details zijn gesloten: de directory van waaruit men zich aanmeldt, is niet ingeschreven.
effect-shown = { $count ->
    [one] ziet één tenant, gevoelige gegevens zichtbaar.
   *[other] ziet { $count } tenants, gevoelige gegevens zichtbaar.
}
effect-some = { $count ->
    [one] ziet één tenant, gevoelige gegevens zichtbaar bij sommige locaties.
   *[other] ziet { $count } tenants, gevoelige gegevens zichtbaar bij sommige locaties.
}
effect-withheld = { $count ->
    [one] ziet één tenant, gevoelige gegevens achtergehouden.
   *[other] ziet { $count } tenants, gevoelige gegevens achtergehouden.
}
invitation-made = Geef deze link door aan { $email }. Hij wordt alleen nu getoond.
invitation-until = Werkt één keer, tot { $until }
invitation-title = Stel uw wachtwoord in
invitation-lead = U bent uitgenodigd. Vul het e-mailadres in waar de uitnodiging bij hoort, en een eigen wachtwoord.
invitation-accept = Wachtwoord instellen
invitation-refused = Deze link werkt niet met dit adres: hij is gebruikt, hij is verlopen, of hij hoort bij een ander adres. Vraag wie u uitnodigde om een nieuwe.
notice-password-set = Uw wachtwoord is ingesteld. Meld u ermee aan.
people-import = Velen uitnodigen
people-import-lead = Een tabel met per regel een persoon en een rol. Die wordt helemaal gecontroleerd voor er iets gebeurt: alles, of niets.
people-import-file = Tabel
people-import-choose = CSV-bestand
people-import-hint = Kolommen: email, name, role, locations; eventueel partner (een ID) en language (en of nl). Meer locaties staan in één cel met puntkomma’s ertussen; zonder geldt de rol voor de hele organisatie. Wie een account heeft, krijgt de rol erbij; anderen worden uitgenodigd.
people-import-check = Controleren
people-import-apply = Uitnodigen en rollen geven
people-import-lines = Regels van de tabel
people-import-line = Regel
people-import-column = Kolom
people-import-reason = Reden
people-import-what = Wat er gebeurt
people-import-new = Wordt uitgenodigd
people-import-role = Krijgt de rol
people-import-ready = { $count ->
    [one] Eén regel, zonder fouten. Er is nog niets gebeurd.
   *[other] { $count } regels, zonder fouten. Er is nog niets gebeurd.
}
people-import-done = { $count ->
    [one] Eén regel uitgevoerd.
   *[other] { $count } regels uitgevoerd.
}
people-import-errors = { $count ->
    [one] Er is één fout. Er is niets gebeurd.
   *[other] Er zijn { $count } fouten. Er is niets gebeurd.
}
form-overtaken = Iemand anders heeft dit gewijzigd terwijl u bezig was. Wat u typte, staat er nog; opslaan vervangt dat van de ander.
partners = Partners
partner = Partner
partners-lead = Partners van het programma, hun locaties, en voor welke daarvan claims worden ingediend.
partners-none = Nog geen partners
partners-none-advice = Een partnerprofiel brengt ze, of voeg er hier een toe.
partner-id = Partner-id
partner-locations = Locaties
partner-enrolled = Ingeschreven
partner-new = Partner toevoegen
partner-add = Toevoegen
partner-no-locations = Nog geen locaties.
partner-directories = Directory’s
partner-directories-lead = De identiteitsdirectory’s van waaruit de mensen van de partner zich met een provider aanmelden. Wie een account van deze installatie heeft, meldt zich vanuit geen enkele aan, en voor hen blijft niets gesloten.
partner-no-directories = Nog geen directory’s. Zolang er geen zijn, ziet iedereen wat zijn rollen geven.
directory = Directory
directory-id = Directory-id
directory-id-hint = Een GUID, zoals 7c9e6679-7425-40de-944b-e07fc1f90ae7: de identiteitsprovider noemt die de tenant-id of directory-id.
directory-name = Naam (optioneel)
directory-claims = Claims
directory-files-claims = Onder deze directory worden claims ingediend
directory-enrolled = Deze directory is ingeschreven voor het programma
directory-hint = Waar geen claims worden ingediend, zijn er geen tenants voor wie zich daarvandaan aanmeldt. Waar de directory niet is ingeschreven, staan tenants in de lijst en zijn hun details gesloten. Beide tellen vanaf het volgende verzoek.
directory-does-file = Ingediend
directory-does-not-file = Niet ingediend
directory-people = { $people ->
    [one] { $people } persoon meldt zich daarvandaan aan
   *[other] { $people } mensen melden zich daarvandaan aan
}
directory-unknown = Mensen van deze partner meldden zich ook aan vanuit directory’s die nog van niemand zijn. Voeg er hieronder een toe als die van hen is:
directory-new = Directory toevoegen
location-id = Locatie-id
location-city = Plaats
location-country = Land
location-enrolment = Inschrijving
location-enrolled = Voor deze locatie worden claims ingediend
location-enrolled-hint = Naam, plaats en land worden weer gewijzigd door een partnerprofiel dat iets anders zegt. De inschrijving staat in geen rapport: die blijft zoals hier ingesteld.
location-is-enrolled = Ingeschreven
location-is-not-enrolled = Niet ingeschreven
location-new = Locatie toevoegen
location-add = Toevoegen
flash-person-saved = Opgeslagen. Rollen tellen vanaf het volgende verzoek.
flash-person-closed = Het account is gedeactiveerd.
flash-person-reopened = Het account is weer actief.
flash-partner-saved = De partner is opgeslagen.
flash-location-saved = De locatie is opgeslagen.
flash-directory-saved = De directory is opgeslagen.
field-not-yours-to-give = Dit is een rol die u niet geeft, of een persoon die er zo een heeft.
field-not-to-yourself = Niemand geeft zichzelf een rol. Vraag een andere beheerder.
field-place-missing = Kies er minstens één, of de hele organisatie.
field-place-unknown = De organisatie heeft zo’n locatie niet.
field-last-admin = Dit is de laatste beheerder van de organisatie. Geef eerst iemand anders de rol.
field-column-unknown = Er is geen kolom “{ $name }”, of die staat er twee keer.
field-not-invited = De persoon kan zich al aanmelden, of het account is gedeactiveerd.
audit-person-changed = Persoon hernoemd
audit-person-invited = Nieuwe uitnodiging gemaakt
audit-invitation-accepted = Uitnodiging aanvaard
audit-partner-added = Partner toegevoegd
audit-partner-changed = Partner gewijzigd
audit-location-added = Locatie toegevoegd
audit-location-changed = Locatie gewijzigd
audit-directory-added = Directory toegevoegd
audit-directory-changed = Directory gewijzigd
help = Waarom zie ik dit niet?
help-lead = Wat u in de weg staat, uit wat van uw account bekend is. Elk antwoord eindigt met wat u nu kunt doen.
help-reference = Referentie van de fout:
help-tenant = Een tenant die u mist
help-tenant-label = Tenant-id of domein
help-look = Opzoeken
help-account = Uw account
help-no-role = U hebt geen rol.
help-roles = Uw rollen:
help-verdict-reason = Dit is de reden
help-verdict-in-part = Deels
help-verdict-no-reason = Niet de reden
help-verdict-does-not-apply = Niet van toepassing
help-viewer-role = Waarom zie ik geen tenants?
help-viewer-role-reason = U hebt geen viewerrol. Tenants worden getoond aan viewers voor leidinggevenden en rapportviewers; een beheerdersrol alleen toont er geen.
help-viewer-role-none = U hebt een viewerrol.
help-locations = Waarom zie ik maar een deel van onze tenants?
help-locations-in-part = Uw viewerrol geldt voor enkele locaties. U ziet de tenants die daar worden bediend, en geen andere:
help-locations-none = Uw rol geldt voor de hele organisatie.
help-locations-not = Er is geen viewerrol die voor enkele locaties zou kunnen gelden.
help-claims-directory = Meld ik me aan vanuit de directory waaronder claims worden ingediend?
help-claims-directory-reason = U meldt u aan vanuit een directory waaronder geen claims worden ingediend. Tenants zijn die van claims: daarvoor staan er geen in de lijst.
help-claims-directory-none = U meldt u aan vanuit een directory waaronder claims worden ingediend.
help-enrolled-directory = Meld ik me aan vanuit een directory die is ingeschreven?
help-enrolled-directory-reason = U meldt u aan vanuit een directory die niet is ingeschreven. Tenants staan in de lijst, en hun details zijn gesloten: de gegevens van deze tenants staan niet open voor uw account.
help-enrolled-directory-none = U meldt u aan vanuit een directory die is ingeschreven.
help-directory-not = U meldt u aan met een account van deze installatie, en niet vanuit een directory.
help-enrolment = Is onze organisatie ingeschreven?
help-enrolment-reason = Geen van haar locaties is ingeschreven. Zonder dat worden er geen claims ingediend, en komen er geen tenants.
help-enrolment-in-part = Sommige locaties zijn niet ingeschreven. Voor deze worden geen claims ingediend:
help-enrolment-none = Al haar locaties zijn ingeschreven.
help-enrolment-not = U hoort bij het programmabureau: inschrijving is voor partners.
help-minimum = Zijn onze tenants groot genoeg voor het programma?
help-minimum-in-part = { $count ->
    [one] Eén tenant die u ziet, heeft minder dan { $minimum } licenties en zit dus niet in het programma.
   *[other] { $count } tenants die u ziet, hebben minder dan { $minimum } licenties en zitten dus niet in het programma.
}
help-minimum-none = Alle tenants die u ziet, hebben minstens { $minimum } licenties.
help-minimum-not = U ziet geen tenants waarvan de licenties geteld zouden kunnen worden.
help-standing-seen = U ziet deze tenant.
help-standing-under-minimum = U ziet deze tenant. Hij heeft { $pau } licenties; het programma vraagt er { $minimum }, zodat hij niet in het programma zit.
help-standing-no-viewer-role = Uw organisatie bedient deze tenant. U hebt geen viewerrol, en ziet er dus geen. Hij wordt bediend bij:
help-standing-foreign-directory = Uw organisatie bedient deze tenant. U meldt u aan vanuit een directory waaronder geen claims worden ingediend, en ziet er dus geen. Hij wordt bediend bij:
help-standing-other-locations = Uw organisatie bedient deze tenant bij locaties waarvoor u geen viewerrol hebt:
help-standing-not-yours = De gegevens van deze tenant staan niet open voor uw account. Uw organisatie heeft er geen goedgekeurde claim op, of er is geen tenant die zo heet.
help-ask-admin = Vraag een accountbeheerder of globale beheerder van { $organisation } om een viewerrol.
help-look-at-tenants = Deze tenants bekijken
help-nothing-to-do = Hier hoeft u niets te doen.
help-still = Niets van dit alles?
help-still-lead = Vraag het programmabureau. Waarmee u kwam, is al ingevuld.
tickets = Tickets
ticket-open = Ticket openen
ticket-edit = Ticket wijzigen
ticket-save = Opslaan
ticket-form-lead = Het programmabureau antwoordt binnen twee werkdagen.
ticket-title = Titel
ticket-type = Soort
ticket-type-question = Vraag
ticket-type-problem = Probleem
ticket-type-request = Verzoek
ticket-subject = Onderwerp
ticket-subject-access = Wat ik kan zien
ticket-subject-usage = Gebruik en licenties
ticket-subject-claims = Claims
ticket-subject-incentives = Aanbod en inkomsten
ticket-subject-referrals = Verwijzingen
ticket-subject-workbench = Notities, contactpersonen en servicestatus
ticket-subject-accounts = Accounts, rollen en aanmelden
ticket-subject-other = Iets anders
ticket-description = Beschrijving
ticket-tenant = Tenant-id of domein
ticket-tenant-hint = Ook een die u niet ziet: het programmabureau zoekt het uit.
ticket-tenant-unknown = Er is geen tenant bekend die zo heet.
ticket-no-workload = Geen in het bijzonder
ticket-reference = Referentie
ticket-reference-hint = De referentie die een foutpagina toont.
ticket-files-later = Bestanden voegt u daarna toe, bij het ticket zelf.
ticket-search = Zoek op titel, nummer, tenant of referentie
ticket-number = Nummer
ticket-due = Eerste antwoord uiterlijk
ticket-overdue = te laat
ticket-overdue-only = Eerste antwoord te laat
ticket-opened = Geopend
ticket-changed = Laatste wijziging
ticket-author = Gevraagd door
ticket-assignee = Beantwoord door
ticket-assign = Wie het beantwoordt
ticket-assign-save = Toewijzen
ticket-assigned-any = Wie dan ook
ticket-assigned-me = Ik
ticket-assigned-nobody = Niemand
ticket-states = Statussen
ticket-any-state = Alle
ticket-state-new = Nieuw
ticket-state-open = In behandeling
ticket-state-waiting = Wacht op antwoord
ticket-state-reopened = Heropend
ticket-state-resolved = Opgelost
ticket-none = Geen tickets
ticket-none-office = Partners hebben nog niets gevraagd.
ticket-none-advice = Open er een als er iets ontbreekt of niet klopt, of als u iets wilt weten.
ticket-none-found = Geen ticket voldoet
ticket-what = Waar het over gaat
ticket-conversation = Gesprek
ticket-no-answer = Nog geen antwoord.
ticket-side-asker = De partner
ticket-side-office = Programmabureau
ticket-moved-answer = schreef
ticket-moved-resolution = loste het op
ticket-moved-reopening = heropende het
ticket-answer = Antwoorden
ticket-text = Bericht
ticket-send = Versturen
ticket-resolve = Opgelost
ticket-resolve-hint = Kies Opgelost als het klaar is; u hoeft daarvoor niets te schrijven.
ticket-goes-on = Het programmabureau gaat zelf verder; niemand hoeft te antwoorden
ticket-reopen = Heropenen
ticket-reopen-why = Wat er nog te doen is
ticket-attachments = Bijlagen
ticket-overtaken = Iemand anders schreef intussen in dit ticket of wijzigde het. Wat u typte, staat er nog; bekijk wat er nieuw is, en verstuur het opnieuw.
ticket-is-resolved = Het ticket is opgelost. Heropen het om iets toe te voegen.
ticket-is-not-resolved = Het ticket is niet opgelost, dus er valt niets te heropenen.
ticket-is-answered = Het ticket is beantwoord; wat er gevraagd wordt, wijzigt niet meer. Schrijf er in plaats daarvan iets in.
attachment-too-many = Een ticket heeft hoogstens { $most } bestanden.
field-not-a-tenant = Geen tenant-id en geen domein.
flash-ticket-opened = Het ticket is geopend. Voeg hieronder bestanden toe, als die er zijn.
flash-ticket-saved = Het ticket is gewijzigd.
flash-ticket-answered = Uw bericht is verstuurd.
flash-ticket-resolved = Het ticket is opgelost.
flash-ticket-reopened = Het ticket is weer open.
flash-ticket-assigned = Het is toegewezen.
flash-attachment-added = Het bestand is toegevoegd.
flash-attachment-removed = Het bestand is verwijderd.
audit-ticket-added = Ticket geopend
audit-ticket-changed = Ticket gewijzigd
audit-ticket-moved = In ticket geschreven
audit-ticket-assigned = Ticket toegewezen
audit-ticket-opened = Ticket bekeken
audit-attachment-added = Bijlage toegevoegd
audit-attachment-removed = Bijlage verwijderd
audit-attachment-opened = Bijlage geopend
work-ticket = Een ticket
work-ticket-advice = Het programmabureau heeft geantwoord, en wacht op u.
work-ticket-office-advice = Partners hebben iets gevraagd, en wachten op antwoord.

# Aanmelden via een provider (S1)
provider-or = of
provider-sign-in = Aanmelden met { $name }
provider-departure = Naar { $name }
provider-departure-lead = U meldt zich daar aan en komt hier terug.
provider-continue = Verder naar { $name }
provider-other-way = Op een andere manier aanmelden
provider-refused = Niet aangemeld met { $name }
provider-ended = Wat u terugbrengt hoort bij geen vraag van deze browser: het is te oud, al gebruikt, of in een andere browser begonnen. Begin opnieuw.
provider-away = { $name } antwoordt op dit moment niet. Probeer het over een minuut opnieuw, of meld u op een andere manier aan.
provider-doubtful = Het antwoord van { $name } is niet te vertrouwen, en er is niemand aangemeld. Begin opnieuw; blijft het zo, vertel uw beheerder dan hoe laat het was en wat u deed.
provider-declined = { $name } zegt dat u daar niet bent aangemeld.
provider-stranger = Het account waarmee u van { $name } komt, is hier niet bekend.
provider-taken = Het account waarmee u van { $name } komt, is hier met iemand anders verbonden.
provider-what-next = Wat u kunt doen
provider-next-invited = U bent uitgenodigd: open de link van de uitnodiging en kies daar de provider.
provider-next-account = U hebt hier een account met een wachtwoord: meld u daarmee aan en verbind dit account op uw profiel.
provider-next-admin = Vraag anders een beheerder van uw organisatie om u uit te nodigen.
provider-to-sign-in = Naar de aanmeldpagina
provider-to-profile = Naar uw profiel
ways-in = Aanmelden
ways-in-lead = Accounts elders waarmee u zich hier aanmeldt, naast uw wachtwoord.
ways-in-single = Uw organisatie meldt zich alleen via een provider aan: wachtwoorden tellen niet.
ways-in-none = Er is nog geen account verbonden.
way-connected = Verbonden op { $at }.
way-used = Laatst gebruikt op { $at }.
way-connect = { $name } verbinden
way-disconnect = Verbreken
way-disconnect-named = Verbinding met { $name } verbreken
sign-in-settings = Aanmelden
sign-in-settings-lead = Hoe de mensen van { $organisation } zich aanmelden.
providers = Aanmeldproviders
providers-none = Voor hen is geen provider ingesteld. De operator van deze installatie doet dat.
providers-people = { $without } van { $people } mensen met een account hebben er nog geen bij een provider verbonden.
sign-in-ways = Manieren van aanmelden
sign-in-ways-legend = Mensen melden zich aan
sign-in-ways-both = Met een wachtwoord, of via een provider
sign-in-ways-single = Alleen via een provider
sign-in-ways-hint = Alleen via een provider: wachtwoorden tellen meteen niet meer. Sessies die open zijn en tokens van de API gaan door. Valt de provider ooit uit, dan kan de operator wachtwoorden weer toestaan.
flash-provider-connected = Het account is verbonden.
flash-provider-disconnected = De verbinding is verbroken.
flash-sign-in-settings-saved = Opgeslagen. Het telt vanaf de volgende keer aanmelden.
audit-provider-connected = Account bij een provider verbonden
audit-provider-disconnected = Verbinding met een provider verbroken
audit-sign-in-settings-changed = Manier van aanmelden gewijzigd
field-not-this-provider = Deze provider is niet voor uw organisatie.
field-account-closed = Dit account is gesloten. Heropen het eerst.
field-sign-in-again = Hiervoor moet u zich in de laatste 15 minuten hebben aangemeld. Meld u af, meld u opnieuw aan en verbind het account dan.
field-last-way-in = Zonder dit account kunt u zich niet meer aanmelden. Verbind eerst een ander.
field-no-admin-by-provider = Geen beheerder van de organisatie heeft een account bij een provider verbonden: niemand zou dit kunnen terugdraaien. Laat eerst een beheerder er een verbinden op het eigen profiel.
field-single-sign-on-only = Uw organisatie meldt zich alleen via een provider aan: kies die hieronder.

## The programme (S11.1)
programme-settings = Programma-instellingen
programme-settings-lead = Wat voor het hele programma geldt, voor alle partners.
programme-minimum = Betaalde eenheden die een tenant nodig heeft
programme-minimum-is = Een tenant heeft minstens { $minimum } betaalde eenheden nodig.
programme-minimum-hint = Een tenant met minder betaalde eenheden zit onder het licentieminimum: in het filter van de tenantlijst, in zijn signalen en onder Help. Een wijziging geldt meteen, voor alle tenants. Elk aanbod heeft een eigen licentieminimum.
programme-changed = Laatst gewijzigd: { $at }
flash-programme-settings-saved = Opgeslagen. Het geldt vanaf nu, voor alle tenants.
audit-programme-settings-changed = Programma-instellingen gewijzigd
eligible-plans = In aanmerking komende abonnementen
eligible-plans-lead = De SKU's die hier bekend zijn, en de workloads waarop elk recht geeft. Ze veranderen door eligible_plans te laden: wat het bestand over een SKU zegt, vervangt alles wat er eerder over was gezegd.
eligible-plans-none = Er is nog geen SKU bekend.
eligible-plans-pages = Pagina's met in aanmerking komende abonnementen
eligible-plan-workloads = Geeft recht op
eligible-plan-no-workload = geen workload
eligible-plan-source = Afkomstig uit
eligible-plan-loaded = Lading van { $at }
eligible-plan-shipped = Meegeleverde catalogus

## Mail (S14): letters
mail-greeting = Hallo { $name },
mail-invitation-subject = Uw account bij Uptake
mail-invitation-text = U hebt een account bij Uptake, van { $organisation }. Stel een wachtwoord in om het te gebruiken; u wordt gevraagd naar het adres waar dit heen is gestuurd.
mail-invitation-do = Wachtwoord instellen
mail-reset-subject = Een nieuw wachtwoord voor Uptake
mail-reset-text = Iemand, waarschijnlijk u, vroeg om een link om een nieuw wachtwoord in te stellen.
mail-reset-otherwise = Was u dat niet? Doe dan niets: uw wachtwoord blijft zoals het is.
mail-reset-do = Nieuw wachtwoord instellen
mail-link-until = De link werkt één keer, tot { $until }. Geef hem aan niemand door.
mail-claim-subject = Claim { $number } is nu: { $state }
mail-claim-text = Er is iets gebeurd met claim { $number }: { $name }.
mail-claim-text-of = Er is iets gebeurd met claim { $number } van { $organisation }: { $name }.
mail-claim-state = Status: { $state }
mail-claim-reason = De reden die erbij is gegeven:
mail-claim-do = Claim openen
mail-note-subject = Statusnotitie gevraagd: { $tenant }
mail-note-text = Het programmabureau vraagt om een statusnotitie over { $tenant }, uiterlijk { $day }.
mail-question-subject = Vraag over een serviceintentie: { $tenant }
mail-question-text = { $partner } heeft een vraag over de opmerking bij serviceintentie voor { $workload } bij { $tenant }.
mail-question-by = { $name } vraagt:
mail-question-withheld = De vraag:
mail-question-do = Beantwoorden
mail-answer-subject = Uw vraag over een serviceintentie is beantwoord: { $tenant }
mail-answer-text = Uw vraag over de opmerking bij serviceintentie voor { $workload } bij { $tenant } is beantwoord.
mail-answer-by = { $name } antwoordt:
mail-answer-withheld = Het antwoord:
mail-answer-do = Serviceintentie openen
mail-referral-subject = Verwijzing { $number }: { $tenant }
mail-referral-text = Het programmabureau wees een verwijzing toe aan { $place }: { $tenant } vraagt hulp bij
mail-referral-due-subject = Verwijzing { $number } wacht op antwoord: { $tenant }
mail-referral-due-text = Een verwijzing bij { $place } wacht op antwoord: { $tenant } vraagt hulp bij
mail-referral-clocks = Accepteer of weiger haar uiterlijk { $accept }. Wat uiterlijk { $over } niet is beantwoord, gaat terug naar het programmabureau.
mail-referral-do = Verwijzing openen
mail-referral-declined-subject = Verwijzing { $number } is geweigerd: { $tenant }
mail-referral-declined-text = { $partner } weigerde verwijzing { $number } van { $tenant }. De workloads kunnen opnieuw worden toegewezen.
mail-referral-returned-subject = Verwijzing { $number } is terug: { $tenant }
mail-referral-returned-text = { $partner } beantwoordde verwijzing { $number } van { $tenant } niet op tijd. De workloads kunnen opnieuw worden toegewezen.
mail-referral-over-do = Aanvraag openen
mail-referral-withdrawn-subject = Verwijzing { $number } is teruggenomen
mail-referral-withdrawn-text = Het programmabureau nam verwijzing { $number } terug, met deze reden:
mail-referral-lapsed-subject = Verwijzing { $number } is teruggegaan
mail-referral-lapsed-text = Niemand beantwoordde verwijzing { $number } op tijd; ze is teruggegaan naar het programmabureau. Ze blijft leesbaar, zonder de mensen van de klant.
mail-ticket-subject = Ticket { $number }: { $state }
mail-ticket-text-opened = Ticket { $number } is geopend: { $title }
mail-ticket-text-answered = Er is iets geschreven in ticket { $number }: { $title }
mail-ticket-text-resolved = Ticket { $number } is opgelost: { $title }
mail-ticket-text-reopened = Ticket { $number } is heropend: { $title }
mail-ticket-do = Ticket openen
mail-digest-subject = Wat er deze week op u wacht
mail-digest-text = Dit wacht op u bij Uptake:
mail-digest-first = Allereerst:
mail-digest-do = Mijn werk openen
mail-choose = U kiest zelf welke berichten u krijgt:
mail-choose-do = Berichten kiezen
mail-unsubscribe-do = Geen berichten van deze soort meer
mail-no-reply = Antwoorden op dit bericht leest niemand.
mail-test-subject = Een proefbericht van Uptake
mail-test-text = Deze installatie van Uptake kan mail versturen.

## Mail: what somebody gets
mail = Berichten per mail
mail-lead = Wat op u wacht, hoort u ook per mail. Links om binnen te komen worden altijd gestuurd.
mail-off = Deze installatie verstuurt nog geen mail. Uw keuze telt zodra dat wel zo is.
mail-kind-claim-moved = Er is iets gebeurd met een claim
mail-kind-note-asked = Er wordt om een statusnotitie gevraagd
mail-kind-intent-question = Een partner vraagt iets over een serviceintentie
mail-kind-intent-answer = Mijn vraag over een serviceintentie is beantwoord
mail-kind-referral-assigned = Er is een verwijzing toegewezen
mail-kind-referral-due = Een verwijzing wacht nog op antwoord
mail-kind-referral-over = Een verwijzing is geweigerd, teruggegaan of teruggenomen
mail-kind-ticket = Er is iets geschreven in een ticket, of er is een geopend
mail-kind-digest = Wat er op mij wacht, eens per week
mail-kinds = Welke berichten
mail-digest-day = Dag van het weekbericht
mail-digest-hour = Uur, UTC
mail-day-0 = Maandag
mail-day-1 = Dinsdag
mail-day-2 = Woensdag
mail-day-3 = Donderdag
mail-day-4 = Vrijdag
mail-day-5 = Zaterdag
mail-day-6 = Zondag
flash-mail-saved = Uw keuze van berichten is opgeslagen.
unsubscribe-title = Minder berichten
unsubscribe-lead = U krijgt geen berichten van deze soort meer: { $kind }.
unsubscribe-ask = Wilt u geen berichten van deze soort meer? { $kind }.
unsubscribe-do = Niet meer sturen
unsubscribe-back = Toch weer? Meld u aan en kies ze in uw profiel.
invitation-mailed = Er is een uitnodiging onderweg naar { $email } per mail.
people-import-mailed = { $count ->
    [one] Er is één uitnodiging onderweg per mail.
   *[other] Er zijn { $count } uitnodigingen onderweg per mail.
}
sign-in-forgot = Wachtwoord vergeten?
sign-in-no-account = Geen account? Vraag het een accountbeheerder van uw organisatie.
notice-password-reset = Uw wachtwoord is ingesteld en u bent overal afgemeld. Meld u ermee aan.
reset-title = Een nieuw wachtwoord
reset-lead = Vul het e-mailadres in waarmee u zich aanmeldt. Daar gaat een link heen om een nieuw wachtwoord in te stellen.
reset-send = Mail mij een link
reset-sent = Als iemand zich met dit adres aanmeldt, is daar een link heen onderweg. Hij werkt één keer, een uur lang. Niets binnen een paar minuten? Kijk bij de ongewenste mail, of vraag het een accountbeheerder van uw organisatie.
reset-off = Deze installatie verstuurt geen mail. Vraag een accountbeheerder van uw organisatie om hulp.
reset-set-lead = Typ het wachtwoord waarmee u zich voortaan aanmeldt. Daarna bent u overal afgemeld; toegangstokens blijven werken.
reset-refused = Deze link werkt niet meer: hij is gebruikt, of zijn uur is om. Vraag een nieuwe.
reset-again = Nieuwe link vragen
audit-password-reset-asked = Link naar een nieuw wachtwoord gevraagd
audit-password-reset = Nieuw wachtwoord ingesteld met een link
audit-mail-unsubscribed = Berichten stopgezet met een link

## Referrals (S10)
feed-referrals = Verwijzingen
referrals = Verwijzingen
referral-search = Tenantnaam, ID of domein, of RFA-ID
referral-rfa-id = RFA-ID
referral-source = Herkomst
referral-source-partner-center = Partner Center
referral-source-file = Bestand
referral-assigned = Toegewezen
referral-accepted = Geaccepteerd
referral-status = Status
referral-time-left = Resterende tijd
referral-left-today = Vandaag is de laatste dag
referral-left-days = { $days ->
    [one] nog { $days } dag
   *[other] nog { $days } dagen
}
referral-late-days = { $days ->
    [one] { $days } dag te laat
   *[other] { $days } dagen te laat
}
referral-status-assigned = Te beantwoorden
referral-status-active = Actief
referral-status-won = Gewonnen
referral-status-lost = Verloren
referral-status-closed = Afgesloten
referral-status-declined = Geweigerd
referral-status-returned = Teruggegaan
referral-status-withdrawn = Ingetrokken
referrals-none = Nog geen verwijzingen
referrals-none-partner = Ze verschijnen hier zodra het programmabureau er een aan u toewijst.
referrals-none-office = Importeer aanvragen van klanten en wijs ze toe aan partners.
referrals-none-found = Geen verwijzing gevonden
referrals-paused = Uw organisatie krijgt tot en met { $day } geen verwijzingen.
referral-accept-by = Te accepteren uiterlijk { $day }
referral-returns-after = Gaat na { $day } terug naar het programmabureau
referral-over-declined = U hebt deze verwijzing geweigerd. Ze blijft hier te lezen, zonder de personen van de klant en met de aanvraag zoals die toen was.
referral-over-returned = Niemand antwoordde op tijd, en deze verwijzing ging terug naar het programmabureau. Ze blijft hier te lezen, zonder de personen van de klant en met de aanvraag zoals die toen was.
referral-over-withdrawn = Het programmabureau heeft deze verwijzing ingetrokken. Ze blijft hier te lezen, zonder de personen van de klant en met de aanvraag zoals die toen was.
referral-what = De verwijzing
referral-usage = Actief gebruik (AU %)
referral-au = AU-percentage
referral-usage-expected = Verwacht uiterlijk { $day }
referral-usage-tenant = Open de pagina van de tenant voor notities en contactpersonen; gebruikscijfers verschijnen daar zodra u een goedgekeurde claim hebt
referral-usage-none = Het verschijnt hier met het volgende rapport.
referral-customer = De klant
referral-customer-name = Naam
referral-customer-notes = Wat ze schreven
referral-language = Taal
referral-size = Grootte
referral-size-between = { $from } tot { $to } medewerkers
referral-asked = Gevraagd
referral-deal = Waarde van de opdracht
referral-contacts = Met wie te praten
referral-no-contacts = De aanvraag noemt niemand.
referral-no-people = Niet getoond: de verwijzing is niet meer van u.
referral-history = Notities en geschiedenis
referral-reason = Reden
referral-remark = Toelichting
referral-remark-hint = Nodig bij een andere reden.
referral-withdraw-why = Waarom; de partner leest het
referral-services = Verkochte diensten met toegevoegde waarde
referral-value = Geschatte waarde ervan
referral-value-cleared = De geschatte waarde ervan is weggehaald.
referral-note = Notitie
referral-save = Opslaan
referral-overtaken = Iemand heeft deze verwijzing intussen gewijzigd. Wat er nu staat, ziet u; wat u typte, staat nog in het formulier.
referral-not-from = Een verwijzing met de status ‘{ $state }’ laat dit niet toe: { $action }.
referral-too-late = De tijd om te antwoorden eindigde op { $day }. De verwijzing gaat terug naar het programmabureau.
referral-reason-no-capacity = Niemand heeft er tijd voor
referral-reason-no-expertise = Wij doen deze workloads niet
referral-reason-outside-region = Wij werken daar niet
referral-reason-language = Wij spreken de taal niet
referral-reason-customer-size = De klant is te klein of te groot voor ons
referral-reason-unreachable = De klant is niet te bereiken
referral-reason-conflict = Een belangenconflict
referral-reason-duplicate = Wij hebben deze aanvraag al
referral-reason-other = Een andere reden
referral-do-assign = toewijzen
referral-do-accept = Accepteren
referral-do-decline = Weigeren
referral-do-edit = bewerken
referral-do-return = teruggaan
referral-do-withdraw = Intrekken
referral-did-assign = Toegewezen
referral-did-accept = Geaccepteerd
referral-did-decline = Geweigerd
referral-did-edit = Bijgewerkt
referral-did-return = Teruggegaan naar het programmabureau
referral-did-withdraw = Ingetrokken door het programmabureau
referral-requests = Verwijzingen toewijzen
requests-lead = Klanten die om hulp vragen, en de partners die ze krijgen.
request-to-assign = Toe te wijzen
request-assigned = Toegewezen
request-all-assigned = Toegewezen
request-open-of = { $open } van { $all } toe te wijzen
request-search = Tenant, klant, domein of RFA-ID
requests-none = Nog geen aanvragen
requests-none-advice = Importeer een pagina van de Referrals API, of een bestand in het eigen formaat.
requests-none-found = Geen aanvraag gevonden
request-assign = Toewijzen
request-assign-hint = Elke workload gaat naar één partner, de aanvraag naar hooguit drie. Wat het best past, is gekozen.
request-nothing-left = Elke workload van de aanvraag is bij een partner.
request-partners = Wie past, en waarom
request-no-partners = Er zijn nog geen partners met een locatie.
request-referrals = Gegeven aan
request-none-yet = Nog niemand.
request-paused = Wil tot en met { $day } geen verwijzingen
request-said-no = Weigerde deze aanvraag, of antwoordde er niet op
request-no-merit = Niets pleit ervoor of ertegen
request-overtaken = Iemand heeft deze aanvraag intussen gewijzigd. Wat er nu staat, ziet u.
merit-holds = { $count ->
    [one] Heeft { $count } van de workloads
   *[other] Heeft { $count } van de workloads
}
merit-holds-others = { $count ->
    [one] Heeft een andere workload van de tenant
   *[other] Heeft { $count } andere workloads van de tenant
}
merit-language = Spreekt de taal
merit-country = Werkt in het land
merit-size = Bedient klanten van deze grootte
merit-turn = Aan de beurt
referral-preference = Gewenste verwijzingen
preference-lead = Waarop het programmabureau let als het klanten aan u toewijst.
preference-wanted = Talen, landen en groottes
preference-languages = Talen
preference-languages-hint = Eén taal per regel, bijvoorbeeld Nederlands.
preference-countries = Landen
preference-countries-hint = Eén land per regel, bijvoorbeeld België.
preference-sizes = Klantgroottes
preference-sizes-hint = Eén grootte per regel, zoals aanvragen die schrijven, bijvoorbeeld 51to250employees.
preference-save = Opslaan
preference-overtaken = Iemand heeft dit intussen gewijzigd. Kijk ernaar en sla het opnieuw op.
preference-pause = Pauze
preference-pause-now = 30 dagen pauzeren
preference-resume = De pauze beëindigen
preference-paused = U krijgt tot en met { $day } geen verwijzingen.
preference-not-paused = U krijgt verwijzingen. Een pauze die vandaag begint, duurt tot en met { $day }.
field-workloads-left = Deze krijgt niemand: { $workloads }. Elke workload moet naar een partner.
field-paused = { $partner } wil tot en met { $day } geen verwijzingen.
field-partner-twice = { $partner } is twee keer genoemd, of heeft of had al iets van deze aanvraag.
flash-referral-accepted = De verwijzing is van u.
flash-referral-declined = De verwijzing is geweigerd.
flash-referral-withdrawn = De verwijzing is ingetrokken.
flash-referral-saved = Opgeslagen; elke wijziging blijft in de geschiedenis.
flash-referral-assigned = Toegewezen. De partner ziet het nu.
flash-preference-saved = Opgeslagen.
flash-referrals-paused = Verwijzingen pauzeren 30 dagen.
flash-referrals-resumed = U krijgt weer verwijzingen.
row-not-an-email = Dit is geen e-mailadres.
row-not-money = Dit is geen bedrag in een valuta van ISO 4217.
row-unknown-status = Dit is geen status van een verwijzing.
row-other-kind = Dit is van een andere soort dan hier wordt gevraagd.
row-too-many = Er staan er hier meer dan worden aangenomen.
row-unknown-workload = Geen workload van de catalogus heet zo.
row-other-tenant = Deze aanvraag is hier bekend, van een andere tenant.
file-broken-json = De JSON is stuk of breekt af.
file-other-json = De JSON is geen pagina met verwijzingen.
audit-referral-assigned = Wees een verwijzing toe
audit-referral-moved = Bracht een verwijzing verder
audit-referral-edited = Zei hoe het met een verwijzing gaat
audit-referral-reminded = Herinnerde aan een verwijzing
audit-referral-opened = Opende een verwijzing
audit-request-opened = Opende een aanvraag van een klant
audit-referrals-exported = Exporteerde de verwijzingen
audit-referral-preference = Wijzigde welke verwijzingen gewenst zijn

## De tweede factor
factor = Tweede factor
factor-lead = Naast uw wachtwoord typt u een code die een app op uw telefoon laat zien, zodat het wachtwoord alleen niemand binnenlaat.
factor-is-on = Aan
factor-is-off = Uit
factor-on = Uw tweede factor staat aan
factor-since = Ingesteld op { $at }.
factor-setup = Instellen
factor-manage = Beheren
factor-app-name = Authenticator-app
factor-app = Installeer op uw telefoon een app die codes op tijd laat zien (TOTP). Veel wachtwoordbeheerders kunnen het ook.
factor-scan = Scan deze afbeelding met de app.
factor-picture = QR-code met de sleutel voor de app
factor-type = Of typ deze sleutel in de app. Hij is op tijd, met zes cijfers:
factor-open = Openen in een app op dit apparaat
factor-then = Typ de code die de app nu laat zien.
factor-code = Code
factor-confirm = Aanzetten
factor-off = Uitzetten
factor-off-hint = Voor een nieuwe telefoon zet u hem hier uit en stelt u hem opnieuw in. Uitzetten beëindigt uw andere sessies.
factor-off-demanded = Uw organisatie eist een tweede factor. Voor een nieuwe telefoon zet u hem hier uit: u wordt dan afgemeld, en stelt hem bij het aanmelden opnieuw in.
factor-no-password = U meldt zich alleen met een provider aan: er is geen wachtwoord waar een code bij hoort. Uw provider bepaalt wat die verder vraagt.
factor-codes = Herstelcodes
factor-codes-left = { $count ->
    [0] U hebt geen herstelcodes over. Maak nieuwe.
    [one] U hebt nog één herstelcode over.
   *[other] U hebt nog { $count } herstelcodes over.
}
factor-codes-hint = Met elke herstelcode meldt u zich één keer aan in plaats van met een code van de app, voor als u die kwijt bent. Nieuwe beëindigen die van daarvoor.
factor-codes-make = Nieuwe herstelcodes maken
factor-codes-once = Dit zijn uw herstelcodes. Elke werkt één keer, in plaats van een code van de app. Bewaar ze waar u belangrijke dingen bewaart, en niet op de telefoon met de app: ze worden niet nog eens getoond.
factor-code-title = Typ uw code
factor-code-lead = Uw wachtwoord klopt. Uw account is ook met een tweede factor beschermd.
factor-code-hint = Zes cijfers uit uw app, of een van uw herstelcodes.
factor-setup-title = Een tweede factor instellen
factor-demanded-lead = Uw organisatie eist een tweede factor naast het wachtwoord. Stel die nu in; daarna bent u aangemeld.
factor-passkey-title = Gebruik uw passkey
factor-passkey-lead = Uw wachtwoord klopt. Uw organisatie vraagt meer dan dat: gebruik de passkey die u hebt toegevoegd.
factor-passkey-lost = Is het apparaat met uw passkey weg? Een beheerder van uw organisatie, of het programmabureau, kan de passkey wegnemen.
factor-lost = Geen code bij de hand? Een beheerder van uw organisatie, of het programmabureau, kan uw tweede factor wegnemen.
factor-again = Opnieuw beginnen
factor-go-on = Doorgaan
factor-take = Tweede factor en passkeys wegnemen
factor-take-sure = Tweede factor en passkeys van { $name } wegnemen?
factor-take-hint = Doe dit alleen voor iemand van wie u zeker weet dat die het zelf is: dan laat het wachtwoord alleen hem of haar binnen. De persoon wordt overal afgemeld, en krijgt er een e-mail over.
factor-legend = Wie zich met een wachtwoord aanmeldt
factor-of-choice = Kiest zelf of die een tweede factor instelt
factor-demanded = Heeft een tweede factor nodig
factor-policy-hint = { $without ->
    [0] Iedereen met een wachtwoord heeft een tweede factor.
    [one] Eén persoon met een wachtwoord heeft nog geen tweede factor.
   *[other] { $without } mensen met een wachtwoord hebben nog geen tweede factor.
} Is hij nodig, dan stellen zij hem de volgende keer dat zij zich aanmelden in, en wie met alleen een wachtwoord is aangemeld, wordt meteen afgemeld, u ook. Een provider bepaalt zelf wat die vraagt. Tokens van de API gaan door.
notice-code-late = Dat duurde te lang, of was al klaar. Meld u opnieuw aan.
notice-factor-demanded = Uw tweede factor staat uit. Uw organisatie eist er een: meld u aan om hem opnieuw in te stellen.
flash-second-factor-removed = Uw tweede factor staat uit, en uw andere sessies zijn beëindigd.
flash-second-factor-taken = Tweede factor en passkeys zijn weggenomen.
field-wrong-code = Deze code klopt niet, of is al gebruikt. Wacht op de volgende.
field-second-factor-is-on = Er is al een tweede factor. Zet die eerst uit.
field-second-factor-is-off = Er is geen tweede factor, en geen passkey.
field-setup-ended = Dat duurde te lang. Stel het van voren af aan in.
field-no-password = Een tweede factor hoort bij een wachtwoord, en er is er geen dat telt.
field-not-of-yourself = Uw eigen tweede factor zet u in uw profiel uit, met een code.
audit-second-factor-added = Stelde een tweede factor in
audit-second-factor-removed = Zette de tweede factor uit
audit-second-factor-taken = Nam tweede factor en passkeys weg
audit-recovery-codes-made = Maakte nieuwe herstelcodes
mail-factor-subject = Hoe u zich bij Uptake aanmeldt, is veranderd
mail-factor-added = Voor { $account } is op { $at } een tweede factor ingesteld.
mail-factor-removed = De tweede factor van { $account } is op { $at } uitgezet.
mail-factor-taken = De tweede factor en de passkeys van { $account } zijn op { $at } weggenomen door iemand die accounts beheert.
mail-factor-codes-made = Voor { $account } zijn op { $at } nieuwe herstelcodes gemaakt. Die van daarvoor werken niet meer.
mail-factor-code-used = Iemand, waarschijnlijk u, heeft zich op { $at } met een herstelcode bij { $account } aangemeld.
mail-factor-otherwise = Was u het niet, en weet u er niet van? Wijzig uw wachtwoord, en zeg het een beheerder van uw organisatie.
mail-factor-do = Uw profiel bekijken
## Persoonsgegevens: wat van mensen bewaard wordt.

personal-data = Persoonsgegevens
personal-data-lead = Wat van iemand bewaard wordt: mensen met een account, en contactpersonen van klanten en partners. Zoek iemand om te zien hoeveel er is, en om de kopie te maken waar iemand om kan vragen.
personal-data-lead-own = Wat van de mensen van uw organisatie bewaard wordt. Zoek iemand om te zien hoeveel er is, en om de kopie te maken waar iemand om kan vragen.
personal-data-search = Naam of e-mailadres
personal-data-none = Niemand gevonden
personal-data-none-advice = Van iemand met deze naam of dit adres wordt niets bewaard, of u kunt het niet zien.
personal-data-found = Gevonden mensen
personal-data-as = Bewaard als
personal-data-account = Account
personal-data-contact = Contactpersoon
personal-data-open = Tonen
personal-data-open-of = Tonen wat van { $name } bewaard wordt
personal-data-kept = Wat bewaard wordt
personal-data-copy = Kopie
personal-data-copy-lead = Alles wat van deze persoon bewaard wordt als één bestand (JSON), met tijden in UTC. Wachtwoorden en geheimen staan er niet in. Dat de kopie gemaakt is, staat in de audit.
personal-data-download = Downloaden
profile-copy = Mijn gegevens downloaden
profile-copy-lead = Alles wat van u bewaard wordt, en wat u schreef, als één bestand (JSON).
audit-personal-data-copied = Kopie van persoonsgegevens gemaakt
data-account = Het account
data-roles = Rollen
data-sessions = Sessies
data-passkeys-being-added = Passkeys die worden toegevoegd
data-known-browsers = Bekende browsers
data-provider-accounts = Accounts bij aanbieders
data-provider-visits = Bezoeken aan aanbieders die nog lopen
data-invitations = Uitnodigingen
data-mailed-links = Gemailde links
data-tokens = Toegangstokens
data-saved-views = Bewaarde weergaven
data-mail-choice = Keuze van berichten
data-mail-digest = Laatste weekoverzicht
data-letters = Berichten aan de persoon
data-letters-caused = Berichten waartoe de persoon aanleiding gaf
data-requests-made = Verzoeken van programma's, van de laatste dag
data-status-notes = Statusnotities
data-notes-asked = Gevraagde notities
data-contacts-written = Ingevoerde contactpersonen
data-intent-notes = Opmerkingen bij serviceintentie
data-questions-asked = Vragen over opmerkingen
data-questions-answered = Antwoorden over opmerkingen
data-taxonomy-versions = Versies van statussen en redenen
data-service-status = Regels van servicestatussen
data-claims-filed = Ingediende claims
data-claim-moves = Stappen van claims
data-claim-proofs = Bewijzen van claims
data-referrals-valued = Waarden van verwijzingen
data-referral-changes = Wijzigingen van verwijzingen
data-tickets = Tickets van de persoon
data-tickets-assigned = Te beantwoorden tickets
data-ticket-messages = Antwoorden in tickets
data-ticket-attachments = Bestanden van tickets
data-loads = Ladingen
data-done = Audit: wat de persoon deed
data-done-to-them = Audit: wat met het account gedaan is
data-contacts = Contactpersonen van tenants
data-services = Services van contactpersonen
data-next-actions = Notities die de persoon als eigenaar noemen
data-claims-as-customer = Claims die de persoon als klant noemen
data-claims-as-partner = Claims die de persoon als partner noemen
data-requests = Verzoeken om hulp die de persoon noemen
data-requests-before = Dezelfde van vóór een lading die ongedaan gemaakt kan worden
data-requests-waiting = Dezelfde in ladingen die wachten
personal-data-erase = Wissen
personal-data-erase-account = Het account wordt gesloten, en naam, adres, rollen, sessies, tokens, weergaven, keuzes en berichten verdwijnen, met elke contactpersoon met dit adres en overal waar de persoon als eigenaar, in een claim of in een verzoek genoemd is. Wat de persoon deed en schreef blijft, van “Gewiste persoon”; de audit bewaart het onder een nummer alleen.
personal-data-erase-own-account = Het account wordt gesloten, en naam, adres, rollen, sessies, tokens, weergaven, keuzes en berichten ervan verdwijnen, ook waar notities van uw organisatie de persoon als eigenaar noemen. Wat de persoon deed en schreef, blijft, onder „Gewiste persoon”; de audit bewaart het alleen onder een nummer. Contactpersonen met dit adres wist het programmabureau.
personal-data-erase-contact = Elke contactpersoon met dit adres verdwijnt, over alle tenants, en overal waar de persoon als eigenaar van een volgende actie, in een claim of in een verzoek genoemd is.
personal-data-erase-for-good = Dit kan niet ongedaan gemaakt worden. Download eerst de kopie als de persoon erom vroeg.
personal-data-confirm = Typ ter bevestiging het e-mailadres van de persoon
field-not-the-address = Dit is niet het e-mailadres van de persoon die gewist zou worden.
personal-data-erase-now = Definitief wissen
flash-person-erased = De persoon is gewist.
audit-personal-data-erased = Persoon gewist
personal-data-seen = Wie het zag
personal-data-seen-account = De audit heeft wat met het account gedaan is, en wie kopieën maakte.
personal-data-seen-contact = Wat het programmabureau van contactpersonen, notities en verwijzingen bekeek, staat per tenant in de audit.
personal-data-seen-nowhere = De persoon staat bij geen tenant.
personal-data-seen-open = Audit openen
retention = Hoe lang het bewaard wordt
retention-lead = Een beheerder van de installatie stelt in na hoeveel dagen dit verdwijnt. Elke keer dat iets verdwijnt staat dat in de audit, met hoeveel en niet van wie; bij berichten niet.
retention-what = Wat
retention-how-long = Bewaard
retention-due = Verdwijnt binnen een dag
retention-days = { $count ->
    [one] 1 dag
   *[other] { $count } dagen
}
retention-for-good = Voorgoed
retention-audit = Regels van de audit
retention-accounts = Gesloten accounts, die dan gewist worden
retention-tickets = Opgeloste tickets, met hun bestanden
retention-proofs = Bewijzen van claims die afgewezen of beëindigd zijn
retention-mail = Verstuurde berichten: waarover en aan wie
retention-failed-mail = Berichten die niet verstuurd konden worden
retention-always = Altijd begrensd: sessies eindigen na 12 uur zonder gebruik en na een week; een browser is 180 dagen bekend; pogingen om aan te melden tellen 15 minuten; verwijderde contactpersonen verdwijnen na 30 seconden.
audit-outdated-removed = Verwijderd wat lang genoeg bewaard is

## Passkeys
passkeys = Passkeys
passkeys-lead = Met een passkey meldt u zich aan met de vinger, het gezicht of de pincode waarmee u uw apparaat opent. Er is geen wachtwoord om te typen, en geen om te stelen.
passkeys-count = { $count ->
    [0] Geen
    [one] Eén
   *[other] { $count }
}
passkeys-yours = Uw passkeys
passkeys-none = U hebt nog geen passkey.
passkey-added = Toegevoegd op { $at }.
passkey-never-used = Nooit gebruikt.
passkey-remove = Verwijderen
passkey-remove-named = { $name } verwijderen
passkey-remove-hint = Een passkey die u verwijdert, meldt niemand meer aan, en uw andere sessies eindigen. Verwijder hem ook van uw apparaat, dat hem anders blijft aanbieden.
passkey-add-title = Een passkey toevoegen
passkey-add = Passkey toevoegen
passkey-name = Naam
passkey-name-hint = Waaraan u hem herkent: het apparaat of de wachtwoordbeheerder die hem bewaart.
passkey-create-title = De passkey ‘{ $name }’ maken
passkey-create-lead = Uw browser vraagt nu waar hij bewaard moet worden: op dit apparaat, op een telefoon, in een wachtwoordbeheerder of op een beveiligingssleutel.
passkey-create = Maken
passkey-create-failed = Er is geen passkey gemaakt. Misschien hebt u de vraag gesloten, of heeft dit apparaat er al een voor u. Probeer het opnieuw.
passkey-unable = Deze browser kent geen passkeys. Werk hem bij, of gebruik een andere.
passkey-no-script = Een passkey heeft het script van de pagina nodig, en dat voert uw browser niet uit.
passkey-sign-in = Aanmelden met een passkey
passkey-sign-in-title = Aanmelden met een passkey
passkey-sign-in-lead = Uw browser vraagt welke passkey u wilt gebruiken, en uw apparaat om vinger, gezicht of pincode.
passkey-sign-in-failed = Er is geen passkey gebruikt. Misschien hebt u de vraag gesloten, of is er op uw apparaat geen voor deze site. Probeer het opnieuw, of meld u anders aan.
passkey-use = Passkey gebruiken
passkey-again = Opnieuw proberen
passkey-otherwise = Anders aanmelden
passkey-refused = Deze passkey laat niemand binnen. Misschien is hij verwijderd, is het account gesloten, of meldt uw organisatie zich anders aan.
flash-passkey-added = De passkey is toegevoegd. U kunt zich er voortaan mee aanmelden.
flash-passkey-removed = De passkey is verwijderd, en uw andere sessies zijn beëindigd.
field-not-by-the-device = Wat van uw apparaat kwam, past niet bij wat het werd gevraagd. Er is niets toegevoegd: begin opnieuw.
audit-passkey-added = Voegde een passkey toe
audit-passkey-removed = Verwijderde een passkey
mail-passkey-added = Op { $at } is een passkey toegevoegd aan { $account }. Die meldt aan zonder wachtwoord.
mail-password-changed = Het wachtwoord van { $account } is op { $at } gewijzigd.
mail-passkey-removed = Op { $at } is een passkey van { $account } verwijderd.
