//! The directories from which people of a partner sign in, for the programme office (S1.1): under which claims are filed,
//! and which are enrolled. What follows for those people is in `domain::access`.

use domain::id::OrganisationId;
use store::{NewDirectory, OrganisationRow, Tx, UnknownDirectoryRow};
use uuid::Uuid;

use crate::identity::Who;
use crate::partner::place_of;
use crate::secret::mark;
use crate::{App, AppError, AuditAction, Ctx, Expected, Outcome, Problem, RequestKey, Seen};

/// A directory of a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryItem {
    /// Its GUID.
    pub directory_id: Uuid,
    /// What the programme office calls it; may be empty.
    pub name: String,
    /// Whether claims are filed under it.
    pub files_claims: bool,
    /// Whether it is enrolled.
    pub is_enrolled: bool,
    /// How many people sign in from it.
    pub people: i64,
    /// Which version of it this is.
    pub revision: String,
}

/// A directory that is nobody's yet, from which people of a partner signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownDirectory {
    /// Its GUID.
    pub directory_id: Uuid,
    /// How many of them.
    pub people: i64,
}

/// A directory as somebody types it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DirectoryEdit {
    /// Its GUID; of one that is changed, it stays.
    pub directory_id: String,
    /// What the programme office calls it.
    pub name: String,
    /// Whether claims are filed under it.
    pub files_claims: bool,
    /// Whether it is enrolled.
    pub is_enrolled: bool,
}

fn item(row: store::DirectoryRow) -> DirectoryItem {
    DirectoryItem {
        revision: mark(&format!("{:?}", (&row.name, row.files_claims, row.is_enrolled))),
        directory_id: row.directory_id,
        name: row.name,
        files_claims: row.files_claims,
        is_enrolled: row.is_enrolled,
        people: row.people,
    }
}

impl From<UnknownDirectoryRow> for UnknownDirectory {
    fn from(row: UnknownDirectoryRow) -> Self {
        Self { directory_id: row.directory_id, people: row.people }
    }
}

/// The directories of a partner, by name.
pub(crate) async fn directories(tx: &mut Tx, partner: OrganisationId) -> Result<Vec<DirectoryItem>, AppError> {
    Ok(tx.directories(partner).await?.into_iter().map(item).collect())
}

async fn directory(tx: &mut Tx, partner: &OrganisationRow, id: Uuid) -> Result<DirectoryItem, AppError> {
    directories(tx, partner.id()).await?.into_iter().find(|one| one.directory_id == id).ok_or(AppError::NotFound)
}

/// A GUID as people copy it. The one of zeros is what programs have where they have none.
fn id_of(typed: &str) -> Result<Uuid, Problem> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(Problem::Missing);
    }
    Uuid::parse_str(typed).ok().filter(|id| !id.is_nil()).ok_or(Problem::Malformed)
}

impl App {
    /// Adds a directory to a partner. Fields: `directory_id`, `name`.
    pub async fn add_directory(
        &self,
        ctx: &Ctx,
        partner_id: &str,
        edit: &DirectoryEdit,
        key: Option<&RequestKey>,
    ) -> Result<Seen<DirectoryItem>, AppError> {
        let (mut tx, who) = self.change_partners(ctx).await?;
        let partner = tx.partner(partner_id).await?.ok_or(AppError::NotFound)?;
        if let Some(made) = self.made_before(&mut tx, &who, key).await? {
            let id = made.parse().map_err(|_| AppError::Internal("a directory of a request".to_owned()))?;
            let value = directory(&mut tx, &partner, id).await?;
            tx.end();
            return Ok(Seen { viewer: who.viewer, value });
        }
        let mut wrong = Vec::new();
        let id = id_of(&edit.directory_id).map_err(|problem| wrong.push(("directory_id", problem)));
        let name = place_of(&edit.name).map_err(|problem| wrong.push(("name", problem)));
        let (Ok(id), Ok(name)) = (id, name) else { return Err(AppError::Invalid(wrong)) };
        if tx.directory_owner(id).await?.is_some() {
            return Err(AppError::field("directory_id", Problem::Taken));
        }
        let (files_claims, is_enrolled) = (edit.files_claims, edit.is_enrolled);
        let new = NewDirectory { directory_id: id, name, files_claims, is_enrolled };
        tx.add_directory(partner.id(), &new).await?;
        self.note_made(&mut tx, &who, key, &id.to_string()).await?;
        self.audit_directory(&mut tx, ctx, &who, AuditAction::DirectoryAdded, &partner, &new).await?;
        let value = directory(&mut tx, &partner, id).await?;
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value })
    }

    /// Changes a directory of a partner in place of the version that is expected there. Field: `name`.
    pub async fn change_directory(
        &self,
        ctx: &Ctx,
        partner_id: &str,
        directory_id: Uuid,
        edit: &DirectoryEdit,
        expected: &Expected,
    ) -> Result<Seen<Outcome<DirectoryItem>>, AppError> {
        let (mut tx, who) = self.change_partners(ctx).await?;
        let partner = tx.partner(partner_id).await?.ok_or(AppError::NotFound)?;
        let before = directory(&mut tx, &partner, directory_id).await?;
        if !expected.is(&before.revision) {
            tx.end();
            return Ok(Seen { viewer: who.viewer, value: Outcome::Overtaken(before) });
        }
        let name = place_of(&edit.name).map_err(|problem| AppError::field("name", problem))?;
        let (files_claims, is_enrolled) = (edit.files_claims, edit.is_enrolled);
        let new = NewDirectory { directory_id, name, files_claims, is_enrolled };
        tx.change_directory(&new).await?;
        self.audit_directory(&mut tx, ctx, &who, AuditAction::DirectoryChanged, &partner, &new).await?;
        let value = Outcome::Saved(directory(&mut tx, &partner, directory_id).await?);
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value })
    }

    async fn audit_directory(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        who: &Who,
        action: AuditAction,
        partner: &OrganisationRow,
        new: &NewDirectory<'_>,
    ) -> Result<(), AppError> {
        let detail = serde_json::json!({
            "partner_id": partner.partner_id, "name": new.name, "files_claims": new.files_claims,
            "enrolled": new.is_enrolled,
        });
        self.audit(tx, ctx, who, action, &new.directory_id.to_string(), &detail).await
    }
}
