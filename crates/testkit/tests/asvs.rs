//! `docs/asvs.csv`: every requirement of OWASP's ASVS 5.0 on levels 1 and 2, and the fifteen of level 3 that are
//! about a product like this one, each with a verdict, a reason where it is not simply met, and what proves it.

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::{Path, PathBuf};

    /// A file of the repository.
    fn file(path: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
    }

    fn text(path: &str) -> String {
        std::fs::read_to_string(file(path)).unwrap()
    }

    /// A line of the table.
    #[derive(Debug)]
    struct Requirement {
        id: String,
        level: u8,
        verdict: String,
        why: String,
        proofs: Vec<String>,
    }

    const VERDICTS: [&str; 4] = ["met", "partly", "not yet", "not applicable"];

    fn requirements(table: &str) -> Vec<Requirement> {
        let mut rows = csv::Reader::from_reader(table.as_bytes());
        assert_eq!(rows.headers().unwrap(), vec!["id", "level", "requirement", "verdict", "why", "proof"]);
        rows.records()
            .map(|row| {
                let row = row.unwrap();
                assert!(!row[2].is_empty(), "{row:?}");
                Requirement {
                    id: row[0].to_owned(),
                    level: row[1].parse().unwrap(),
                    verdict: row[3].to_owned(),
                    why: row[4].to_owned(),
                    proofs: row[5].split(" ; ").filter(|proof| !proof.is_empty()).map(str::to_owned).collect(),
                }
            })
            .collect()
    }

    /// What is wrong with a line.
    fn wrong(one: &Requirement) -> Option<&'static str> {
        match one.verdict.as_str() {
            verdict if !VERDICTS.contains(&verdict) => Some("has another verdict than there are"),
            "met" | "partly" if one.proofs.is_empty() => Some("has no proof"),
            "partly" | "not yet" | "not applicable" if one.why.is_empty() => Some("does not say why"),
            _ => one.proofs.iter().find_map(|proof| missing(proof)),
        }
    }

    /// What is wrong with a proof: a document, or a test as `file::the beginning of its name`.
    fn missing(proof: &str) -> Option<&'static str> {
        let (path, test) = proof.split_once("::").unwrap_or((proof, ""));
        if !file(path).is_file() {
            return Some("is proven by a file that is not there");
        }
        let source = text(path);
        let is_there = match path.rsplit('.').next() {
            _ if test.is_empty() => !path.contains("/tests/"),
            Some("rs") => {
                source.contains(&format!("fn {test}("))
                    && (path.contains("/tests/") || source.contains("[test]") || source.contains("::test]"))
            }
            _ => source.contains(&format!("test(\"{test}")) || source.contains(&format!("test(`{test}")),
        };
        (!is_there).then_some("is proven by a test that is not there")
    }

    #[test]
    fn a_line_without_verdict_reason_or_proof_is_found() {
        let line = |verdict: &str, why: &str, proof: &str| {
            let table = format!("id,level,requirement,verdict,why,proof\nv5.0.0-1.1.1,1,x,{verdict},{why},{proof}\n");
            wrong(&requirements(&table)[0])
        };
        assert!(line("met", "", "SECURITY.md").is_none() && line("not yet", "later", "").is_none());
        for (verdict, why, proof) in [
            ("perhaps", "", "SECURITY.md"),
            ("met", "", ""),
            ("partly", "", "SECURITY.md"),
            ("not applicable", "", ""),
            ("met", "", "docs/nothing.md"),
            ("met", "", "crates/testkit/tests/asvs.rs::no_such_test"),
            ("met", "", "ui/tests/sign-in.test.mjs::no such test"),
            ("met", "", "crates/testkit/tests/asvs.rs"),
        ] {
            assert!(line(verdict, why, proof).is_some(), "{verdict}, {why}, {proof}");
        }
    }

    #[test]
    fn every_requirement_has_a_verdict_and_what_proves_it() {
        let all = requirements(&text("docs/asvs.csv"));
        let of_level = |level: u8| all.iter().filter(|one| one.level == level).count();
        assert_eq!((of_level(1), of_level(2), of_level(3)), (70, 183, 15), "as version 5.0.0 counts them");
        let ids: BTreeSet<&str> = all.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids.len(), all.len(), "an id stands there twice");
        assert!(ids.iter().all(|id| id.starts_with("v5.0.0-") && id.split('.').count() == 5));
        let found: Vec<String> = all.iter().filter_map(|one| Some(format!("{} {}", one.id, wrong(one)?))).collect();
        assert_eq!(found, Vec::<String>::new());
        let mut verdicts: BTreeMap<&str, usize> = BTreeMap::new();
        for one in &all {
            *verdicts.entry(&one.verdict).or_default() += 1;
        }
        let is_tested =
            |one: &&Requirement| one.proofs.iter().any(|proof| proof.contains("::") || proof == "abuse/api.py");
        let applies = all.iter().filter(|one| ["met", "partly"].contains(&one.verdict.as_str()));
        let (applies, tested) = (applies.clone().count(), applies.filter(is_tested).count());
        println!("S24 ASVS 5.0: {verdicts:?}; of {applies} met or in part, {tested} are proven by tests");
        assert!(tested * 100 >= applies * 60, "{tested} of {applies}");
    }
}
