### Richtlijnen voor opmerkingen bij serviceintentie in het Nederlands: wat beter kan, en wat er beter kan staan.

## Oordelen
intent-good = Goed
intent-good-why = De opmerking zegt hoe het ervoor staat en waarom.
intent-could-be-better = Kan beter
intent-could-be-better-why = De opmerking is te begrijpen. Met de suggesties hieronder heeft de volgende lezer er meer aan.
intent-unclear = Onduidelijk
intent-unclear-why = De opmerking zegt niet hoe het ervoor staat, of waarom. Een collega die dit leest, kan er niets mee.

## Waarop gelet wordt
intent-no-reason = Geen reden gegeven
intent-ambiguous = Voor meer dan één uitleg vatbaar
intent-meeting = Gaat over een afspraak en niet over de intentie
intent-too-long = Langer dan twee zinnen
intent-personal-data = Persoonsgegevens
intent-duplicate = Zegt hetzelfde als de opmerking bij een andere workload
intent-no-blocker = Er zijn rechten geblokkeerd, en er staat niet waardoor

## Wat goed is
intent-clear-words = Zegt duidelijk hoe het ervoor staat

## Suggesties
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
