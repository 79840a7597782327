//! English: how the phrases are written is told in `phrase.rs`.

use super::Table;
use crate::intent::phrase::Meaning;

pub(super) static TABLE: Table = Table {
    function: &[
        "a", "an", "the", "this", "that", "these", "those", "it", "its", "it's", "they", "them", "their", "he", "she", "his",
        "her", "we", "us", "our", "i", "my", "you", "your", "who", "which", "what", "when", "where", "how", "there", "here",
        "is", "are", "was", "were", "be", "been", "being", "am", "isn't", "aren't", "wasn't", "has", "have", "had", "having",
        "hasn't", "haven't", "do", "does", "did", "don't", "doesn't", "didn't", "will", "would", "won't", "can", "cannot",
        "can't", "could", "couldn't", "should", "must", "may", "might", "shall", "to", "of", "in", "on", "at", "by", "for",
        "from", "with", "into", "onto", "over", "under", "about", "after", "before", "between", "during", "through", "as",
        "and", "or", "but", "nor", "so", "if", "than", "then", "because", "due", "since", "until", "while", "not", "no",
        "any", "some", "all", "both", "each", "every", "other", "more", "most", "very", "too", "also", "only", "just", "up",
        "out", "off", "again", "own", "same", "such", "now", "yet", "still", "already", "per",
    ],
    hollow: &[
        "customer", "customers", "client", "company", "organisation", "organization", "tenant", "user", "users", "people", "team", "teams", "want", "wants",
        "wanted", "like", "likes", "plan", "plans", "planned", "planning", "decide", "decides", "decided", "decision", "think",
        "thinks", "thinking", "consider", "considering", "interest", "interested", "intent", "intention", "later", "today",
        "tomorrow", "week", "month", "year", "quarter", "time", "reason", "reasons", "start", "started", "starts", "wait", "waiting", "deploy",
        "deployed", "deployment", "rollout", "roll", "use", "used", "using", "go", "going", "get", "know", "known", "next", "last", "ready",
        "said", "say", "says", "told", "things", "thing", "something", "yes", "good", "well", "service", "workload", "licence", "licences", "license", "licenses", "seat", "seats", "account", "accounts", "adoption", "usage", "implemented", "adopted", "enabled", "activated", "introduced", "rolled", "interesting", "bought", "purchased", "agree", "agreed", "answered", "answer", "respond", "responded", "replied", "heard", "changed", "happened", "offer", "blocked", "happy", "busy", "circumstances", "various", "internal", "certain", "currently", "moment", "they're", "status",
    ],
    negations: &["no", "not", "never", "without", "nothing", "none", "neither", "nor", "cannot", "hardly"],
    joints: &["and", "but", "because", "due", "since", "so", "while", "as", "or", "by", "although", "though"],
    labels: &["update", "status", "note", "customer", "fyi", "info", "action", "next", "remark", "comment", "summary", "todo", "contact", "re", "subject", "question", "answer", "feedback", "response", "says"],
    abbreviations: &[
        "e.g", "i.e", "eg", "ie", "etc", "approx", "ca", "no", "nr", "nos", "vs", "dept", "inc", "ltd", "corp", "co", "mr", "mrs", "ms",
        "dr", "prof", "st", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "min", "max",
        "tel", "ext", "fig", "art", "sec", "par", "incl", "excl", "est", "b.v", "n.v", "v", "ver", "p", "pp", "al", "dep",
    ],
    sets: &[
        ("time", &[
            "#", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
            "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "monday", "tuesday",
            "wednesday", "thursday", "friday", "last", "next", "early", "mid", "late", "then", "yesterday", "today", "tomorrow",
            "now", "spring", "summer", "autumn", "winter", "q1", "q2", "q3", "q4", "week", "month", "year", "quarter", "end",
            "beginning", "start", "further", "recently", "around", "about", "when", "christmas", "easter", "later", "this",
            "fy*", "h1", "h2", "our", "kick*", "day", "moment", "two", "three", "four", "several", "many", "some", "day",
        ]),
        ("weekday", &["monday", "tuesday", "wednesday", "thursday", "friday", "mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "tomorrow", "yesterday"]),
        ("lack", &["no", "without", "lacks", "lack", "lacking", "insufficient", "inadequate", "few", "fewer", "limited", "zero"]),
        ("nolack", &[
            "intent*", "plan*", "interest*", "wish*", "desire*", "update*", "news", "progress", "date*", "timeline*", "decision*",
            "rollout", "deployment", "start*", "reason*", "change*", "problem*", "issue*", "longer", "more", "one", "doubt*",
            "response*", "answer*", "reply", "replies", "feedback", "comment*", "need", "further", "idea", "information", "info", "sign*",
            "action*", "objection*", "blocker*", "blocking", "need*", "ambition*", "appetite", "question*", "exception*", "later", "usage", "use", "activity", "delay*", "hurry", "rush",
            "explanation*", "contact", "details", "detail", "matter", "concern*", "complaint*", "risk*", "movement", "way", "commitment", "obstacle*", "hesitation", "any", "a", "doing", "saying", "giving", "telling", "further",
        ]),
        ("governs", &[
            "want", "wants", "wanted", "plan", "plans", "planned", "planning", "intend", "intends", "intent", "intention", "going", "have", "has", "had",
            "need", "needs", "able", "unable", "expect", "expects", "decided", "decision", "start", "starts", "started", "refuse", "refuses", "refused",
            "agreed", "hope", "hopes", "like", "wish", "wishes", "willing", "unwilling", "ready", "trying", "tries", "try", "failed", "used", "how",
            "continue", "continues", "begin", "begins", "about", "due", "asked", "prepared", "aims", "aim", "ought", "yet", "interest", "able", "reluctant", "close", "ability",
        ]),
        ("purpose", &[
            "replace", "reduce", "save", "cut", "comply", "meet", "support", "avoid", "improve", "enable", "consolidate", "secure",
            "protect", "retire", "free", "lower", "simplify", "standardise", "standardize", "satisfy", "fulfil", "prevent", "stop", "let", "give", "make", "end", "phase", "keep", "limit", "help", "speed", "automate", "centralise", "centralize", "prepare", "serve", "shrink",
        ]),
        ("refuse", &[
            "reject*", "refus*", "veto*", "object*", "oppos*", "forbid*", "forbad*", "denied", "denies", "stopped", "stops", "halted", "blocked", "demand*", "insist*", "disapprov*", "withdr*", "froze*", "suspend*", "postponed", "cancel*", "vote*", "say*",
            "said", "want*", "ruled", "limit*", "put*", "banned", "bans", "requir*", "resist*", "distrust*", "fear*", "doubt*", "overruled", "prohibit*", "cut*",
        ]),
        ("authority", &[
            "council", "union", "unions", "legal", "board", "security", "cio", "ciso", "cfo", "ceo", "dpo", "regulator", "procurement", "auditor*", "headquarters", "hq",
            "parent", "supervisor*", "ministry", "government", "inspectorate", "insurer", "bank", "court", "lawyers", "management", "compliance", "policy", "finance", "owner", "owners", "shareholder*", "group", "law", "regulation*",
        ]),
        ("rival", &[
            "zoom", "slack", "webex", "google", "gmail", "dropbox", "okta", "salesforce", "box", "workspace", "jira", "confluence", "trello", "asana", "notion", "miro", "ringcentral",
            "avaya", "cisco", "mitel", "citrix", "vmware", "jamf", "servicenow", "sap", "crowdstrike", "mimecast", "proofpoint", "duo", "lotus", "domino", "mattermost", "nextcloud", "signal", "whatsapp", "3cx", "genesys", "workplace", "airwatch", "symantec", "tableau", "competitor*", "competing", "rival*",
        ]),
        ("keep", &[
            "use", "uses", "used", "using", "keep", "keeps", "kept", "stay", "stays", "staying", "stayed", "run", "runs", "running", "renew*", "standardi*", "remain*", "works", "work", "rely", "relies", "chose", "choose*", "chosen", "bought", "invested",
            "prefer*", "moved", "moves", "moving", "switch*", "committed", "committing", "love*", "like", "likes", "happy", "satisfied", "extended", "selected", "went", "goes", "adopted", "has", "have", "signed", "pays", "rolled", "deployed", "hosts", "store*", "built", "trust*", "with", "migrat*", "hold", "holds", "host", "meet", "meets",
        ]),
        ("capable", &[
            "support*", "compatible", "certified", "approve*", "approved", "meet*", "comply", "compliant", "integrat*", "fit", "fits", "cover*", "include*", "offer*", "provide*",
            "trust*", "afford*", "pay", "allow*", "permit*", "available", "licensed", "trained", "skilled", "enough", "sufficient", "sufficiently", "stable", "reliable", "accept*", "work", "works", "handle*", "scale*", "connect*", "sync*", "encrypt*", "exist*", "match*",
            "justif*", "budgeted", "staffed", "funded", "suitable", "accessible", "tolerate*", "let", "load*", "cope", "recogni*", "survive*", "big", "fast", "secure", "renewed", "worth", "reach*", "qualif*", "read", "print*", "export*",
        ]),
        ("event", &["merger", "takeover", "acquisition", "outage", "outages", "breach", "incident", "audit", "reorganisation", "reorganization", "split", "ransomware", "migration", "attack", "downtime", "hack"]),
        ("settled", &["is", "are", "has", "have", "end*", "expire*", "arrive*", "finish*", "complete*", "approve*", "sign*", "deliver*", "replace*", "open*", "agree*", "deliver*", "close*", "run*", "release*", "ship*", "lift*", "support*", "resign*"]),
    ],
    phrases: &[
        (Meaning::Present, &[
            "currently", "for now", "right now", "just now", "at the moment", "at this moment", "at present", "at this time", "at this point", "presently", "for the moment", "for the time being", "as of now", "as it stands", "<!until|till|by|from|to|before|than|is now",
        ]),
        (Meaning::Unsettled, &[
            "not|n't|isn't|hasn't|haven't|don't|doesn't|didn't|aren't|won't|cannot|can't|wasn't|no|never|nothing|nobody|none ~ yet", "not|hasn't|haven't|didn't|don't|doesn't|isn't|aren't _ _ _ _ _ yet", "yet to", "as yet", "to be determined|decided|confirmed|defined", "tbd", "tbc", "undecided",
        ]),
        (Meaning::Someday, &[
            "soon !as", "shortly", "some day", "someday", "sometime", "some time later", "at some point", "eventually", "in due course", "in due time", "in the future", "in the near future", "in future", "down the line", "down the road", "one day",
            "later !than|this|in|on|that|version*|release*|model*", "sooner or later", "at a later stage|date|time|moment|point", "in the long|short run|term",
        ]),
        (Meaning::Unsure, &["maybe", "perhaps", "possibly", "probably", "hopefully", "might ~ be", "we guess", "i guess", "i think", "not sure", "somehow", "presumably"]),
        (Meaning::Meeting, &[
            "meeting !room*|recording*|transcript*|note*|polic*|feature*|add|app|apps|experience*|quality|device*|link*|chat*|option*|hardware|software|tool*|solution*|platform*|space*|the|these|those|our|all|its|their|requirement*|client*|product*|bar*|summar*|licen*|demand|volume*|data|template*|size*|need*|deadline*|target*|id|ids|lobby|culture|minutes|assistant*|equipment",
            "appointment !schedul*|book*|calendar*|type*|feature*|module*|system*|software|tool*|app*|reminder*|page*|data", "meet with|again|on|in|them|him|her|%weekday", "meet the|their|our customer|client|it|cio|team|manager|owner|contact|director|board", "will|shall|to|can meet !the|all|our|its|their|a|an|this|new|legal|security|eu|gdpr|these|those|with|again|on|in|demand|both|any|every|every", "met with|the|them|him|her|on|in|yesterday|again !need*|requirement*|target*|goal*|deadline*|standard*|criteri*|demand*|expectation*", "met their|our contact|cio|manager|team|director",
            "call with|on|scheduled|planned|booked|tomorrow|next|yesterday|again", "conference call", "schedule|scheduled|schedules|scheduling|planned|plan|book|booked|arrange|arranged|set ~ call|session|meeting|appointment|workshop|talk !room*|polic*|recording*|centre|center|queue*", "follow up call|session|talk|conversation", "next call|session|appointment", "last|latest|first|previous call|session", "will|shall|to call !quality|centre*|center*|queue*|routing|it|this|the|for", "kick off !of", "kickoff", "catch up with|call|session|on|next|in", "sync with|up with|call", "check in with|call|next|on", "we|i spoke|talked|speak|talk",
            "spoke|talked to|with", "let's talk|meet|discuss", "workshop ~ %weekday|next|scheduled|planned", "discussed ~ in|during ~ call|meeting|visit", "site visit", "visit ~ next|on|%weekday", "scheduled for a call", "qbr", "get|got|getting together with|on|next",
        ]),
        (Meaning::Gathering, &["meetings", "appointments", "calls", "conversations", "workshops", "sessions", "visits"]),
        (Meaning::Occasion, &[
            "%weekday", "next|last|this week|month", "scheduled", "had|have|held|having several|two|three|many|some|weekly|monthly|regular|more|a", "more|further|several|two|three|first|weekly|regular|follow|upcoming|next|previous|earlier|recent meetings|calls|appointments|sessions|conversations|workshops|visits",
            "meetings|appointments|calls|conversations|workshops|sessions with the|our|their|them|him|her|customer|it|cio|stakeholder*|management", "planned|booked|arranged", "meetings|calls ~ planned|scheduled|booked|cancelled|postponed", "meetings|calls are going|were",
        ]),
        (Meaning::Clear, &[
            "unable", "not able", "cannot", "can't", "can not", "problem", "problems", "problematic", "blocked", "blocker", "blockers", "blocks", "blocking", "no ~ intent|intention|intentions", "not|n't|doesn't|don't|didn't intend*", "without intent", "issue !date*|of|a|an|the|new|to|licen*|certificate*|track*|log*|list*|manage*|is|management|number*|board*", "issues !licen*|certificate*|a|an|new|invoice*",
            "no value", "no ~ value", "no added|business value", "lack of|in features|feature|functionality|functionalities|function|functions", "lack of ~ features|functionality|functions|feature", "lacks|lacking|lacked ~ feature*|function*", "missing ~ feature*|function*",
        ]),
        (Meaning::Connective, &[
            "because", "due to !start*|begin*|go|be|arrive|end|finish|happen|launch|expire", "owing to", "on account of", "as a result of", "as a consequence of", "thanks to", "given that", "given the|their|its|our|how|a|an", "caused by", "cause is|was|of", "for ~ reason|reasons", "reason is|was|being|why|for|they|given", "reasons are|include|were", "<!ever since !%time", "^ as the|they|their|it|its|this|there|no|all|most|our|many|we|some|users|staff",
            "so that", "<!not|or|and|if|even|think|hope|is|are|was|do|did|done|say|said|are|were|be so !far|long|on|called|much|many|few|little|soon _", "therefore", "hence", "thus", "which is why", "that is why", "that's why", "consequently", "in order to", "prompted by", "driven by", "so as to", "seeing that", "inasmuch as", "in view of", "in light of", "with|on the grounds", "which means", "motivated by", "resulting from", "stems|stemming|results|resulted from", "after the|a|an|their|its ~ %event", "explained by", "explains why",
        ]),
        (Meaning::Cause, &[
            "<!%governs to %purpose !!again", "%lack !!%nolack _", "lack|lacks|lacking|lacked of|in|the|a|an|any", "lacks|lacked !!%nolack _", "shortage*", "short of|on", "missing !a|an|it|out _", "is|are missing", "insufficient*", "inadequate",
            "forbid*", "forbad*", "prohibit*", "prevents|prevented|preventing|prevent", "bans|banned|ban", "disallow*", "restrict*", "not|cannot|can't|n't|don't|doesn't|isn't|aren't|won't|didn't|wasn't|weren't|never|hasn't|haven't %capable", "not|cannot|can't|don't|doesn't|isn't|aren't|won't|didn't|hasn't|haven't|never _ %capable", "no|none|neither|nothing|hardly ~ %capable", "only works|supports|runs|available|works|accepts|offers|reads|in|on|with|half|one|two|supported|covers|allows",
            "requires|required|requiring|require !input|attention|action|follow*|clarification", "demands|demanded", "insists", "must|have|has|need|needs ~ first", "must|needs|need|has|have to ~ before", "must remain|stay|keep|be kept|not", "depends|depend|depending|dependent|hinges on|upon", "wait|waits|waiting|waited for|on|until !!further|now|then|news|us|me|response|reply|answer|feedback", "await|awaits|awaiting !!further|news|response|reply|feedback|answer|update", "pending !!further|news|_|response|reply", "pending the|a|an|legal|board|budget|security|approval|audit|contract|renewal", "until !!%time|us|notice|whenever|we _", "unless", "once !ever|more|again|a|per|we|i|every|in _ ~ %settled", "when the|their|its ~ %settled", "subject to",
            "too !early|soon|late|much|many|often|_|bad|well", "too expensive|costly|slow|complex|complicated|small|few|little|old|large|big|heavy|weak|difficult|hard|risky|high|unstable|short|thin|narrow|busy|limited|dear|noisy|fragile|long|sensitive|strict", "too many|much _", "blocked|held|hindered|hampered|delayed|stalled|stopped|halted|limited|constrained|overruled|refused|rejected|vetoed|frozen|paused|postponed by|on|behind|over|through", "held up by|in|at|over", "<!is|are|was|were|be|been|nothing|what blocks", "<!nothing|not|is|are blocking _", "clash* with", "conflict* with", "contradict*",
            "prefer|prefers|preferred|preference", "opted|opts for", "instead of", "rather than", "in favour|favor of", "already use*|has|have|runs|run|own*|pays|pay|bought|invested|works|covered|satisfied|covers|licensed|standardi*|does|offer*|provide*", "still use*|run*|rel*|on|depend*|bound|tied|locked|under|has|have|work*|need*|keep*|in|own*|owed|pay*|miss*|open|unsigned|cheaper",
            "%keep ~ %rival", "%rival ~ does|is|has|offers|contract|covers|cheaper|suffices|meets|until|already|works|remains|remain|instead|licence*|license*", "contract|contracts|agreement|lease|licence|license|licences|licenses|subscription|subscriptions|support|certificate|warranty ~ run*|end*|expire*|last|lasts|valid|until|prohibit*|lapse*|terminat*|forbid*|bind*|not|missing|wait*|cancel*|renew*", "tied to|up", "lock*|locked in|into", "bound by|to|until", "<!be|is stuck on|with|at|in", "belongs to",
            "incompatible", "incompatibilit*", "unsupported", "outdated", "deprecated", "obsolete", "end of life|support|sale", "expires|expired|expiring|expiry", "fails|failed|failing|failure|failures !to", "crash*", "corrupt*", "times out", "timeout*", "throttl*", "<!customer|customers|they|client|he|she|has|have rejects|rejected|vetoed|vetoes|vetoing", "objects|objected|objecting|objection|objections to|against|from|by|of|about", "opposes|opposed", "%authority ~ %refuse", "%authority ~ yet to", "resist|resists|resistance",
            "outage*", "breach*", "merger", "merges", "merging", "merged", "acquisition", "acquired by", "takeover", "taken over", "reorganis*", "reorganiz*", "restructur*", "bankrupt*", "insolven*", "layoffs", "freeze*", "frozen", "cutback*", "embargo", "lawsuit", "divest*", "understaffed", "overloaded", "vacanc*", "sick leave", "turnover", "downsiz*", "dismiss*", "strike", "closing|closes|closed down|its|the|their", "sold", "selling off|its|the",
            "problem|problems|issue|issues|bug|bugs|trouble|errors|error|fault|faults|difficult* with|in|during|between|around|regarding|when|after|on|at|of", "no ~ value", "no added|business value", "little|limited|insufficient value|benefit|use|gain|bandwidth|budget|capacity|time|storage|knowledge|skills|staff", "not ~ needed|necessary|required|relevant", "unavailable", "unstable", "unreliable", "unresolved", "unanswered questions", "untrained", "unlicensed", "unfamiliar with", "unclear who|how|which|whether",
            "cost*|price*|fee|fees|latency|risk|risks|volume|workload|load|usage ~ exceed*|high*|doubl*|above|rose|risen|outweigh*|too|increase*", "exceed*", "cheaper", "more expensive|costly", "costs more|money|extra|twice|#", "takes|took|take|has|have|had|given|gets priority|precedence", "priority|priorities ~ lie*|elsewhere|other|over|is|are|went|shifted", "focus|focuses|focusing|focused on|first", "busy with|migrating|rebuilding", "occupied|preoccupied", "concern* about|over|with|that|regarding", "concerned", "worry|worries|worried|fear|fears|afraid|doubts|doubt", "distrust*", "dissatisf*", "unhappy", "complain*", "dislike*", "hate|hates", "find|finds|found ~ difficult|hard|confusing|slow|complex|expensive|cumbersome", "saves|saving|reduces|cuts|halves|lowers", "benefit*",
            "legally|contractually|technically|financially _", "violat*", "infring*", "breaks|broke|breaking", "broken", "damaged", "data residency", "data sovereignty", "spent", "overspent", "used up", "ran|run|running out of", "left the|last|in", "resigned", "retired", "quit", "on-prem*", "air gapped", "offline", "no one|nobody|noone ~ %capable", "nobody|no one knows|owns|manages|has|was|is|can|took|takes|maintains|understands", "phased out", "moves|moving|moved|migrates|migrating|migrated to|into|away|off|its|their", "stays|staying|stay|remains|remain|kept on|with|in|at", "replaced|replaces|replacing by|with|its|the|their|an|a", "outsourced", "stopped|stops|discontinu*|ended|ends|terminated !with|soon|later _", "unpaid", "overdue", "dispute*", "disput*", "slow* network|lines|link|connection", "bandwidth", "legacy", "mandate|mandates|mandated|obliges|obliged|obligation*|compulsory|mandatory", "cannot|can't|could not|not ~ without|before", "postponed|delayed|stalled ~ until", "sanction*", "moratorium", "seasonal", "divided|disagree* on|over|about", "overlap*", "duplicates|duplicate of|with|the|our|their|what|an|functions", "redundant", "suffices|suffice|sufficient", "meets|covers|satisfies ~ need*|all|requirement*",
        ]),
        (Meaning::Blocker, &[
            "firewall*", "proxy", "licence*", "license*", "licensing", "budget*", "policy", "policies", "gdpr", "dpia", "compliance", "works council", "union", "security", "privacy", "bandwidth", "network", "legacy", "procurement", "contract*", "migration", "hardware", "connector", "sso", "mfa", "identity", "legal", "infrastructure", "certificate*", "audit", "regulat*", "law", "training", "adoption", "billing", "invoice*", "capacity", "resourc*", "staff", "compatib*", "outage*", "bug", "latency", "feature*", "functionality", "integration", "vpn", "domain", "dns", "tenant migration", "approval",
        ]),
        (Meaning::Step, &[
            "will|we'll|shall", "follow up", "next step*", "to be continued", "asked|ask|asking", "contact|contacted|call|called|mail|mailed|emailed", "send|sent|see", "please", "check|checking", "try|trying", "remind*", "more news|info*|details",
        ]),
        (Meaning::Filler, &["n a", "n/a", "na", "none", "tbd", "tbc", "unknown", "see above|below|previous|other", "same as above|before", "no update|comment|remarks|news|information|info", "nothing to report|add", "test", "ok", "okay", "todo", "idem", "ditto", "no change"]),
        (Meaning::NotCause, &["appointment|meeting|call|session|visit|workshop ~ has|have|was|were|is ~ moved|postponed|delayed|cancelled|rescheduled to|until", "appointment|meeting|call|session|visit|workshop ~ moved|postponed|delayed|cancelled|rescheduled ~ to|until", "appointment|meeting|call|session|visit|workshop ~ moved|postponed|delayed|cancelled"]),
        (Meaning::Harmless, &[
            "now that", "from now on", "now and then", "until now", "up to now", "service now", "yet another", "and yet", "but yet", "no reason|reasons", "without ~ reason|reasons", "reason unknown|unclear|not|is unknown|unclear|not", "reason is unknown|unclear|not", "reason for this|that|it|which is not|unknown|unclear", "unknown reason|reasons", "for some|unknown|various|any|whatever|internal|own|certain|several|many|its|their reason|reasons", "no longer ~ blocked|blocking|blocks", "nothing ~ block|blocks|blocking|blocked|prevent|prevents", "not|isn't|aren't blocked|blocking|block", "not a|an problem|issue|blocker", "problem free", "issue free",
            "to make sure|a decision|an appointment|plans|progress|a start", "to keep you|us|in|an", "to give us|an|feedback|a reply|an answer", "to let us|you", "to end of", "to help us", "to meet !the|all|our|its|their|a|an|this|new|legal|security|eu|gdpr|these|those|demand", "to meet with|the|our|their customer|client|it|cio|team", "to meet with|us|again|them|him|her|on|in|next", "not until", "no doubt*", "without doubt", "in no way", "only in|on|half|one|two ~ seats|users|quarter|june|july|week|month", "this is why we call", "moves forward", "move forward", "stays the same", "remains the same|unchanged", "remains|stays in|at touch", "as soon as possible", "asap", "first of all", "last but not least", "to prepare|support|help ~ meeting|call|appointment",
            "not available for|to|on|until|this|next", "in the|a ~ meeting|call !room*", "meet halfway", "call centre*|center*|queue*|quality|routing|recording*|park*|forwarding|plan*|flow*|group*|analytics", "phone calls", "emergency calls", "closed captions", "problem management", "issue resolution",
        ]),
    ],
};
