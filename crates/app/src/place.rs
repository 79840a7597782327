//! A tenant that somebody works on: that it exists for them, and how much of others' work there they may see.

use chrono::NaiveDate;
use domain::TenantId;
use domain::access::{Scope, Sensitivity, View};
use domain::id::{OrganisationId, TenantKey};
use domain::planted::Fault;
use store::Tx;

use crate::identity::{Who, still};
use crate::tenant_list::tenant_item;
use crate::{AppError, TenantItem};

/// A tenant in scope.
pub(crate) struct Place {
    /// Its key.
    pub key: TenantKey,
    /// As in the list.
    pub tenant: TenantItem,
    /// The scope that shows it.
    pub scope: Scope,
    /// What the person gets of personal data there that others wrote.
    pub sensitivity: Sensitivity,
    /// Whether the work of several organisations is seen, so that each piece says whose it is.
    pub sees_several: bool,
    /// To whom belongs what the person adds.
    pub organisation: OrganisationId,
}

impl Place {
    /// The tenant, where it exists for the person; else it is not found, whatever the reason.
    pub(crate) async fn find(tx: &mut Tx, who: &Who, tenant_id: TenantId) -> Result<Self, AppError> {
        let scope = who.open_scope()?.mistaken_by(Fault::WorkByForeignId).into_owned();
        let row = tx.tenant_row(&scope, who.programme, tenant_id.0).await?.ok_or(AppError::NotFound)?;
        let key = TenantKey(row.tenant_key);
        let sensitivity = sensitivity_at(tx, &scope, key).await?;
        let sees_several = !matches!(scope.view(), View::Partner { .. });
        let organisation = who.viewer.principal.organisation_id;
        Ok(Self { key, tenant: tenant_item(row, who), scope, sensitivity, sees_several, organisation })
    }
}

impl Place {
    /// The same, held for whoever is about to change something of it: it exists for them until that is written.
    pub(crate) async fn held(self, tx: &mut Tx, who: &Who) -> Result<Self, AppError> {
        if tx.hold_tenant(self.key).await? { Self::find(tx, who, self.tenant.tenant_id).await } else { Ok(self) }
    }
}

/// What somebody gets of personal data of a tenant: all of it where they reach it through a location at which they may.
pub(crate) async fn sensitivity_at(tx: &mut Tx, scope: &Scope, key: TenantKey) -> Result<Sensitivity, AppError> {
    let reached = match scope.view() {
        View::Partner { organisation_id, .. } => tx.reached_through(*organisation_id, key).await?,
        View::Programme | View::Partners(_) => Vec::new(),
    };
    let reached: Vec<_> = reached.iter().map(store::LocationRow::id).collect();
    Ok(scope.sensitivity_through(&reached))
}

impl Who {
    /// Today, wherever on earth the person is: a day is refused only where it is over for everybody.
    pub(crate) fn today(&self) -> NaiveDate {
        still(self.now)
    }
}
