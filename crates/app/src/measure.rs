//! What measurements are held against: the main statement behind a page, as that person would cause it.

use domain::TenantId;
use domain::tenant::TenantSort;

use crate::{App, AppError, Ctx, DEFAULT_LIMIT};

impl App {
    /// The statement behind the usage details of a tenant, or, without one, behind the first page of the list;
    /// nothing where nothing has to be asked. Values stand in their places.
    pub async fn main_statement(
        &self,
        ctx: &Ctx,
        sort: TenantSort,
        tenant: Option<TenantId>,
    ) -> Result<Option<String>, AppError> {
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        let scope = who.scope()?;
        let statement = match tenant {
            Some(tenant) => Some(tx.usage_statement(&scope, who.programme, tenant.0)),
            None => tx.tenant_page_statement(&scope, who.programme, who.list_day(), sort, DEFAULT_LIMIT),
        };
        tx.end();
        Ok(statement)
    }
}
