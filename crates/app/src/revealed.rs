//! Of which tenants of a page sensitive data is shown (S1.4).

use std::collections::HashSet;

use domain::access::{Scope, Sensitivity, ShownAt, View};
use store::Tx;

use crate::AppError;

/// Of which tenants of a page money is shown.
pub(crate) enum Revealed {
    All,
    Nothing,
    /// Of those that are reached through a location at which the person may see it, by key.
    Tenants(HashSet<i64>),
}

impl Revealed {
    /// Of all or of none, where the scope alone tells; nothing where it depends on the locations of each tenant.
    pub(crate) fn by_scope(scope: &Scope) -> Option<Self> {
        match scope.shown_at() {
            ShownAt::Everywhere => Some(Self::All),
            ShownAt::Nowhere => Some(Self::Nothing),
            ShownAt::Locations(_) => None,
        }
    }

    /// Of these tenants, by key.
    pub(crate) async fn of(tx: &mut Tx, scope: &Scope, tenants: impl Iterator<Item = i64>) -> Result<Self, AppError> {
        Ok(match (scope.shown_at(), scope.view()) {
            (ShownAt::Everywhere, _) => Self::All,
            (ShownAt::Locations(locations), View::Partner { organisation_id, .. }) => {
                Self::Tenants(tx.tenants_through(*organisation_id, &locations, tenants).await?.into_iter().collect())
            }
            (ShownAt::Nowhere | ShownAt::Locations(_), _) => Self::Nothing,
        })
    }

    /// Whether it is shown of this tenant.
    pub(crate) fn sensitivity(&self, tenant_key: i64) -> Sensitivity {
        let is_shown = match self {
            Self::All => true,
            Self::Nothing => false,
            Self::Tenants(keys) => keys.contains(&tenant_key),
        };
        if is_shown { Sensitivity::Shown } else { Sensitivity::Withheld }
    }
}
