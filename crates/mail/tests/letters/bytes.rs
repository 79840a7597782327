//! The bytes of letters: exactly the headers that they should have, whatever names hold (C4).

use std::collections::BTreeSet;
use std::path::Path;

use domain::access::Role;
use domain::one_line::is_one_line;
use testkit::{Noorderlicht, both_engines};

use crate::office::{Office, tenant};

/// All the headers of a letter that its reader can do without.
const HEADERS: [&str; 10] = [
    "auto-submitted",
    "content-type",
    "date",
    "from",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "message-id",
    "mime-version",
    "subject",
    "to",
];

/// Texts that would do harm where a header, a line of SMTP, or HTML is made from them as they are.
const OWN: [&str; 16] = [
    "Bcc: everybody@evil.example",
    "x\r\nBcc: everybody@evil.example",
    "x\nBcc: everybody@evil.example",
    "x\rBcc: everybody@evil.example",
    "x\r\n\r\n<script>alert(1)</script>",
    "x\r\n.\r\nMAIL FROM:<evil@evil.example>",
    ".",
    "..",
    "=?utf-8?q?=0D=0ABcc:_everybody@evil.example?=",
    "=?utf-8?b?DQpCY2M6IGFAZXZpbC5leGFtcGxl?=",
    "\" <everybody@evil.example>, \"",
    "</p><img src=x onerror=alert(1)>",
    "%0d%0aBcc:everybody@evil.example",
    "\u{2028}Bcc: everybody@evil.example",
    "\u{202e}elpmaxe.live@ydobyreve :ccB",
    "a\0b",
];

/// The hostile texts of the repository, and ours.
fn hostile() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../abuse/payloads.json");
    let payloads: Vec<serde_json::Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let texts = payloads.iter().map(|one| one["text"].as_str().unwrap().to_owned());
    OWN.iter().map(|&text| text.to_owned()).chain(texts).collect()
}

both_engines! {
    async fn no_name_adds_a_header_a_reader_or_an_element(it in Office) {
        let office = it.somebody("Otto Office", Role::ProgrammeAdmin, &[]).await;
        it.somebody("Vera", Role::ReportViewer, &[]).await;
        let (mut tried, database) = (0, &it.it.world.database);
        let expected: BTreeSet<String> = HEADERS.iter().map(|&name| name.to_owned()).collect();
        for text in hostile() {
            // No statement can be written with it.
            if text.contains('\0') {
                continue;
            }
            // Past the doors, which refuse the worst of it.
            let quoted = text.replace('\'', "''");
            database.run(format!("UPDATE tenant SET name = '{quoted}'").leak()).await.unwrap();
            let named = format!("UPDATE person SET name = '{quoted}' WHERE email = 'vera@uptake.example'");
            database.run(named.leak()).await.unwrap();
            it.app().ask_for_note(&office, tenant(0), Noorderlicht::PARTNER, "2026-12-20", None).await.unwrap();
            let kept = it.delivered().await;
            let [letter] = kept.as_slice() else { panic!("{text:?}: {} letters", kept.len()) };
            assert_eq!(letter.from, "uptake@uptake.example", "{text:?}");
            assert_eq!(letter.to, ["vera@uptake.example"], "{text:?}");
            let headers = letter.headers();
            assert_eq!(headers.keys().cloned().collect::<BTreeSet<_>>(), expected, "{text:?}");
            assert!(headers.values().all(|values| values.len() == 1), "{text:?}: {headers:?}");
            assert_eq!(letter.header("to"), "vera@uptake.example", "{text:?}");
            assert!(is_one_line(&letter.subject()), "{text:?}: {:?}", letter.subject());
            let html = letter.bodies().1;
            let elements: BTreeSet<String> = html
                .split('<')
                .skip(1)
                .map(|rest| rest.chars().take_while(|one| one.is_ascii_alphabetic() || *one == '!' || *one == '/').collect())
                .collect();
            let own = ["!doctype", "/a", "/body", "/div", "/head", "/html", "/p", "/title", "a", "body", "div", "head", "html", "meta", "p", "title"];
            assert!(elements.iter().all(|one| own.contains(&one.as_str())), "{text:?}: {elements:?}");
            for attribute in html.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
                assert!(!attribute.contains(" on") && !attribute.contains("javascript:"), "{text:?}: {attribute}");
            }
            assert!(letter.bytes.is_ascii() && letter.bytes.split(|byte| *byte == b'\n').all(|line| line.len() < 999));
            tried += 1;
        }
        assert!(tried >= 200, "only {tried} texts");
    }
}
