//! No statement is made from what somebody typed: the driver takes texts of the program alone, and the few doors
//! past that are where this test has looked.

#[cfg(test)]
mod repository;

use repository::{ends_in, files, text};

/// What lets the driver take a text that was put together at run time.
const DOORS: [&str; 6] =
    ["AssertSqlSafe(", "QueryBuilder::<", "raw_sql(", "copy_in_raw(", "copy_out_raw(", "SqlSafeStr for"];

/// Where a door may be, how often, and what makes it safe, which has to stand in the same file.
const LOOKED_AT: [(&str, &str, usize, &str); 4] = [
    ("crates/store/src/statement.rs", "AssertSqlSafe(", 1, "fn text(&mut self, piece: &'static str)"),
    (
        "crates/store/src/room.rs",
        "AssertSqlSafe(",
        1,
        "begin: &'static str,\n    load: LoadId,\n    end: &'static str,",
    ),
    ("crates/store/src/dialect/sqlite.rs", "AssertSqlSafe(", 1, "fn statement(into: &'static str"),
    ("crates/store/src/dialect/postgres.rs", "copy_in_raw(", 1, "into: &'static str"),
];

/// Words by which a text shows that it is a statement.
const STATEMENTS: [&str; 8] =
    ["SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM", " WHERE ", "ORDER BY", "CREATE TABLE", "DROP "];

/// The sources of the program, without those of its tests.
fn sources() -> Vec<String> {
    let is_source = |path: &String| path.starts_with("crates/") && path.contains("/src/") && ends_in(path, &[".rs"]);
    files().into_iter().filter(is_source).filter(|path| !path.starts_with("crates/testkit/")).collect()
}

/// The part of a source that is not its tests.
fn program(source: &str) -> &str {
    source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default()
}

/// The doors that a source opens and that nobody looked at.
fn doors(path: &str, source: &str) -> Vec<String> {
    let mut found = Vec::new();
    for door in DOORS {
        let times = source.matches(door).count();
        let known = LOOKED_AT.iter().find(|(file, name, ..)| *file == path && *name == door);
        let allowed = known.filter(|(.., why)| source.contains(why)).map_or(0, |(_, _, times, _)| *times);
        if times > allowed {
            found.push(format!("{path}: {door} {times} times, {allowed} looked at"));
        }
    }
    found
}

/// Texts of a source that are put together and look like a statement.
fn formatted(path: &str, source: &str) -> Vec<String> {
    let mut found = Vec::new();
    for maker in ["format!(", "write!(", ".push_str(", ".replace("] {
        for rest in source.split(maker).skip(1) {
            // The text comes first, and it is over at the next closing bracket and semicolon at the latest.
            let made = rest.split(");").next().unwrap_or_default();
            if STATEMENTS.iter().any(|word| made.contains(word)) {
                found.push(format!("{path}: {maker}{}", made.chars().take(80).collect::<String>()));
            }
        }
    }
    found
}

#[test]
fn a_statement_that_is_put_together_is_found() {
    let planted = "sqlx::query(AssertSqlSafe(format!(\"SELECT * FROM tenant WHERE name = '{name}'\")));";
    assert_eq!(doors("crates/store/src/tenant.rs", planted).len(), 1);
    assert_eq!(formatted("crates/store/src/tenant.rs", planted).len(), 1);
    assert_eq!(doors("crates/store/src/statement.rs", &planted.repeat(2)).len(), 1);
    assert_eq!(formatted("x", "let name = format!(\"{name}.lock\"); let text = \"SELECT 1\";"), Vec::<String>::new());
    assert_eq!(program("a\n#[cfg(test)]\nmod tests {\nb"), "a\n");
}

#[test]
fn no_statement_is_made_from_what_somebody_typed() {
    let mut found = Vec::new();
    for path in sources() {
        let source = text(&path).unwrap();
        let source = program(&source);
        found.extend(doors(&path, source));
        found.extend(formatted(&path, source));
        if source.contains("sqlx::") && !path.starts_with("crates/store/") {
            found.push(format!("{path}: only the store knows SQL"));
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn pieces_of_a_statement_are_texts_of_the_program() {
    let source = text("crates/store/src/statement.rs").unwrap();
    let taken: Vec<&str> = source.lines().filter(|line| line.contains("fn ")).collect();
    assert!(taken.len() > 5);
    for line in taken {
        assert!(!line.contains(": &str") && !line.contains(": String") && !line.contains("Into<"), "{line}");
    }
}
