//! Many people at once, from a table: looked at whole before anything is done, and then all of it or nothing (S1.2).

use std::collections::{BTreeMap, BTreeSet};

use domain::access::{Action, Assignment, PeopleScope, Role};
use domain::id::{OrganisationId, PersonId};
use domain::person::{Email, Language};
use store::{OrganisationRow, PersonRow, RoleRow, Tx};

use crate::identity::Who;
use crate::person::{assignments, may_become, organisation_of};
use crate::person_change::name_of;
use crate::{App, AppError, Ctx, Field, Invitation, Problem, RoleAsked, Seen};

/// The most lines that a table has.
const MOST_LINES: usize = 500;

/// The longest table, in bytes.
const MOST_BYTES: usize = 128 * 1024;

/// The columns; `partner` and `language` can be left out.
const COLUMNS: [&str; 6] = ["email", "name", "role", "locations", "partner", "language"];

/// Those without which nothing can be done.
const NEEDED: [&str; 4] = ["email", "name", "role", "locations"];

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportLine {
    /// On which line of the table; the header is line 1.
    pub line: u64,
    /// The person's address.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// The organisation.
    pub organisation: String,
    /// The role that the person gets.
    pub role: Role,
    /// IDs of the places; empty is the entire organisation.
    pub at: Vec<String>,
    /// Whether the person is invited by it.
    pub is_new: bool,
}

/// Why a line cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportError {
    /// The line.
    pub line: u64,
    /// The column.
    pub column: Field,
    /// What is wrong.
    pub problem: Problem,
}

/// What a table would do, or has done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportPlan {
    /// The lines that can be taken, in their order.
    pub lines: Vec<ImportLine>,
    /// Those that cannot; as long as there is one, nothing is done.
    pub errors: Vec<ImportError>,
    /// Whether it was done.
    pub is_done: bool,
    /// Whom it invited, each with the link's secret, told once.
    pub invitations: Vec<(String, Invitation)>,
    /// How many invitations are mailed instead.
    pub mailed: usize,
}

/// Somebody of the table: all of their lines together.
struct Somebody {
    organisation: OrganisationRow,
    standing: Option<PersonRow>,
    name: String,
    language: Option<Language>,
    roles: BTreeSet<Assignment>,
}

/// The cells of a line, by column.
type Row = BTreeMap<&'static str, String>;

/// What stands in a column; nothing where the table has none of it.
fn cell<'a>(row: &'a Row, column: &str) -> &'a str {
    row.get(column).map(String::as_str).unwrap_or_default()
}

/// The line on which a record begins. The reader's own count is one too low behind a line break of two characters.
fn line_at(text: &str, position: Option<&csv::Position>) -> u64 {
    let at = position.and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(0);
    let (before, rest) = text.split_at_checked(at).unwrap_or((text, ""));
    let breaks =
        rest.chars().take_while(|letter| matches!(letter, '\r' | '\n')).filter(|letter| *letter == '\n').count();
    let lines = before.matches('\n').count() + breaks + 1;
    u64::try_from(lines).unwrap_or(u64::MAX)
}

/// The rows of a table, each with its line, by column.
fn rows(text: &str) -> Result<Vec<(u64, Row)>, ImportError> {
    let whole = |line, column, problem| ImportError { line, column, problem };
    if text.len() > MOST_BYTES {
        return Err(whole(1, "csv", Problem::TooLong(MOST_BYTES)));
    }
    let text = text.trim_start_matches('\u{feff}');
    let header = text.lines().next().unwrap_or_default();
    let count = |mark: u8| header.bytes().filter(|byte| *byte == mark).count();
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(|mark| count(*mark)).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).from_reader(text.as_bytes());
    let names = reader.headers().map_err(|_| whole(1, "csv", Problem::Malformed))?.clone();
    let mut columns = Vec::new();
    for name in &names {
        let known = COLUMNS.into_iter().find(|one| one.eq_ignore_ascii_case(name));
        let known = known.filter(|one| !columns.contains(one));
        columns.push(known.ok_or_else(|| whole(1, "csv", Problem::ColumnUnknown(name.chars().take(60).collect())))?);
    }
    if let Some(missing) = NEEDED.into_iter().find(|one| !columns.contains(one)) {
        return Err(whole(1, missing, Problem::Missing));
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| whole(line_at(text, error.position()), "csv", Problem::Malformed))?;
        let line = line_at(text, record.position());
        if rows.len() == MOST_LINES {
            return Err(whole(line, "csv", Problem::AsManyAsMayBe(MOST_LINES)));
        }
        rows.push((line, columns.iter().copied().zip(record.iter().map(str::to_owned)).collect()));
    }
    if rows.is_empty() { Err(whole(1, "csv", Problem::Missing)) } else { Ok(rows) }
}

impl App {
    /// Looks at a table, and, when asked to and nothing is wrong with it, invites and gives what it says, all or nothing.
    pub async fn import_people(&self, ctx: &Ctx, text: &str, apply: bool) -> Result<Seen<ImportPlan>, AppError> {
        let mut tx = self.store.write().await?;
        tx.lock_people().await?;
        let (who, scope) = self.manager(&mut tx, ctx, Action::Write).await?;
        let mut plan = ImportPlan::default();
        let mut people: Vec<(Email, Somebody)> = Vec::new();
        match rows(text) {
            Ok(rows) => {
                for (line, row) in rows {
                    match take(&mut tx, &who, &scope, &mut people, line, &row).await {
                        Ok(taken) => plan.lines.push(taken),
                        Err(AppError::Invalid(problems)) => {
                            let error = |(column, problem)| ImportError { line, column, problem };
                            plan.errors.extend(problems.into_iter().map(error));
                        }
                        Err(error) => return Err(error),
                    }
                }
            }
            Err(error) => plan.errors.push(error),
        }
        if !apply || !plan.errors.is_empty() {
            tx.end();
            return Ok(Seen { viewer: who.viewer, value: plan });
        }
        for (email, one) in people {
            let roles: Vec<_> = one.roles.into_iter().collect();
            if let Some(row) = one.standing {
                self.set_roles(&mut tx, ctx, &who, &scope, PersonId(row.person_id), &roles).await?;
            } else {
                let (_, invitation) = self
                    .add_invited(&mut tx, ctx, &who, &one.organisation, &email, &one.name, one.language, &roles)
                    .await?;
                match invitation {
                    Some(invitation) => plan.invitations.push((email.as_str().to_owned(), invitation)),
                    None => plan.mailed += 1,
                }
            }
        }
        plan.is_done = true;
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value: plan })
    }
}

/// Takes one line, beside those before it. Problems are at the names of columns.
async fn take(
    tx: &mut Tx,
    who: &Who,
    scope: &PeopleScope,
    people: &mut Vec<(Email, Somebody)>,
    line: u64,
    row: &Row,
) -> Result<ImportLine, AppError> {
    let cell = |column| cell(row, column);
    let email: Email = cell("email").parse().map_err(|_| {
        AppError::field("email", if cell("email").is_empty() { Problem::Missing } else { Problem::NotAnEmail })
    })?;
    let role = Role::from_code(&cell("role").to_lowercase().replace(' ', "_"));
    let role = role.ok_or_else(|| {
        AppError::field("role", if cell("role").is_empty() { Problem::Missing } else { Problem::NotInTheList })
    })?;
    let at: Vec<String> =
        cell("locations").split([';', '|', ' ', ',']).filter(|one| !one.is_empty()).map(str::to_owned).collect();
    let at_column = |error| match error {
        AppError::Invalid(problems) => AppError::Invalid(
            problems.into_iter().map(|(field, problem)| (column_of(field, &problem), problem)).collect(),
        ),
        error => error,
    };
    let found = if let Some(place) = people.iter().position(|(one, _)| *one == email) {
        place
    } else {
        let one = somebody(tx, who, scope, &email, row).await.map_err(at_column)?;
        people.push((email.clone(), one));
        people.len() - 1
    };
    let Some((_, one)) = people.get_mut(found) else { return Err(AppError::Internal("no such place".to_owned())) };
    if !cell("name").is_empty() && one.standing.is_none() && one.name != cell("name") {
        return Err(AppError::field("name", Problem::Differs));
    }
    if !cell("partner").is_empty() && one.organisation.partner_id.as_deref() != Some(cell("partner")) {
        return Err(AppError::field("partner", Problem::Differs));
    }
    let asked = RoleAsked { role: role.code().to_owned(), at: (!at.is_empty()).then(|| at.clone()) };
    let wanted = assignments(tx, &one.organisation, &[asked]).await.map_err(at_column)?;
    let mut roles = one.roles.clone();
    roles.extend(wanted);
    let standing: Vec<_> = one.roles.iter().copied().collect();
    let is_self = one.standing.as_ref().is_some_and(|row| who.person() == Some(PersonId(row.person_id)));
    may_become(scope, &standing, &roles.iter().copied().collect::<Vec<_>>(), is_self).map_err(at_column)?;
    one.roles = roles;
    Ok(ImportLine {
        line,
        email: email.as_str().to_owned(),
        name: one.name.clone(),
        organisation: one.organisation.name.clone(),
        role,
        at,
        is_new: one.standing.is_none(),
    })
}

/// The column of a problem that the check of roles names by its own fields.
fn column_of(field: Field, problem: &Problem) -> Field {
    match (field, problem) {
        ("roles", Problem::PlaceMissing | Problem::PlaceUnknown) => "locations",
        ("roles", _) => "role",
        ("partner_id", _) => "partner",
        (field, _) => field,
    }
}

/// Whom a line is about, before its role: somebody who is there and is managed, or somebody new.
async fn somebody(tx: &mut Tx, who: &Who, scope: &PeopleScope, email: &Email, row: &Row) -> Result<Somebody, AppError> {
    if let Some(row) = tx.person_by_email(email.as_str()).await? {
        // Of another organisation: as taken as it is for one who is invited alone.
        if !scope.covers(OrganisationId(row.organisation_id)) {
            return Err(AppError::field("email", Problem::Taken));
        }
        let roles = tx.roles(PersonId(row.person_id)).await?;
        let organisation = OrganisationRow {
            organisation_id: row.organisation_id,
            kind: row.kind.clone(),
            partner_id: row.partner_id.clone(),
            name: row.organisation.clone(),
        };
        return Ok(Somebody {
            organisation,
            name: row.name.clone(),
            language: None,
            roles: roles.iter().map(RoleRow::assignment).collect::<Result<_, _>>()?,
            standing: Some(row),
        });
    }
    let cell = |column| cell(row, column);
    let name = name_of(cell("name")).map_err(|problem| AppError::field("name", problem))?;
    let language = match cell("language") {
        "" => None,
        tag => Some(Language::from_tag(tag).ok_or_else(|| AppError::field("language", Problem::NotInTheList))?),
    };
    let partner = Some(cell("partner")).filter(|id| !id.is_empty());
    let organisation = organisation_of(tx, who, scope, partner).await?;
    Ok(Somebody { organisation, standing: None, name, language, roles: BTreeSet::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_by_its_header_whatever_its_delimiter() {
        for text in [
            "email,name,role,locations\na@b.example,A,report_viewer,\n",
            "\u{feff}Role;Locations;Email;Name\r\nreport_viewer;;a@b.example;A\r\n",
            "name\temail\trole\tlocations\nA\ta@b.example\treport_viewer\t\n",
        ] {
            let read = rows(text).unwrap();
            assert_eq!((read.len(), read[0].0), (1, 2), "{text:?}");
            assert_eq!((read[0].1["email"].as_str(), read[0].1["name"].as_str()), ("a@b.example", "A"), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_such_table_is_refused_with_its_line() {
        for (text, line, column) in [
            ("", 1, "email"),
            ("email,name,role,locations\n", 1, "csv"),
            ("email,name,role\na@b.example,A,report_viewer\n", 1, "locations"),
            ("email,name,role,locations,password\n", 1, "csv"),
            ("email,name,role,locations,email\n", 1, "csv"),
            ("email,name,role,locations\na@b.example,A\n", 2, "csv"),
        ] {
            let error = rows(text).unwrap_err();
            assert_eq!((error.line, error.column), (line, column), "{text:?}: {error:?}");
        }
        let many = format!("email,name,role,locations\n{}", "a@b.example,A,report_viewer,\n".repeat(501));
        assert_eq!(rows(&many).unwrap_err().problem, Problem::AsManyAsMayBe(500));
        assert_eq!(rows(&"x".repeat(MOST_BYTES + 1)).unwrap_err().problem, Problem::TooLong(MOST_BYTES));
    }
}
