//! Which referrals partners want, and who could have one (S10.5).

use domain::id::{OrganisationId, RfaId};
use domain::referral::Preference;

use crate::{Engine, StoreError, Tx, on};

/// What a partner says of the referrals that it wants.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PreferenceRow {
    /// The partner.
    pub organisation_id: i64,
    /// Languages, with commas.
    pub languages: String,
    /// Countries, with commas.
    pub countries: String,
    /// Sizes, a line each.
    pub sizes: String,
    /// The last day of a pause.
    pub paused_until: Option<String>,
    /// Counted from 1, with every change.
    pub version: i64,
}

impl PreferenceRow {
    /// What it says.
    pub fn preference(&self) -> Preference {
        let list = |text: &str, by: char| text.split(by).filter(|one| !one.is_empty()).map(str::to_owned).collect();
        Preference {
            languages: list(&self.languages, ','),
            countries: list(&self.countries, ','),
            sizes: list(&self.sizes, '\n'),
        }
    }
}

/// A location of a partner who could have a request.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct CandidateRow {
    /// The partner.
    pub organisation_id: i64,
    /// Its partner ID.
    pub partner_id: String,
    /// Its name.
    pub organisation: String,
    /// The location.
    pub location_id: i64,
    /// Its own partner ID.
    pub mpn_id: String,
    /// Its name.
    pub location: String,
    /// Its country, as its report writes it.
    pub country: String,
    /// When the partner was given a referral last, in milliseconds.
    pub last_assigned_at: Option<i64>,
    /// Whether the partner declined the request, or did not answer it.
    pub said_no: bool,
}

impl Tx {
    /// What a partner says of the referrals that it wants; nothing where it never did.
    pub async fn referral_preference(
        &mut self,
        organisation: OrganisationId,
    ) -> Result<Option<PreferenceRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT organisation_id, languages, countries, sizes, paused_until, version
             FROM referral_preference WHERE organisation_id = $1"
        ).bind(organisation.0).fetch_optional(c).await?))
    }

    /// What every partner says of the referrals that it wants.
    pub async fn referral_preferences(&mut self) -> Result<Vec<PreferenceRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT organisation_id, languages, countries, sizes, paused_until, version
             FROM referral_preference ORDER BY organisation_id"
        ).fetch_all(c).await?))
    }

    /// Keeps what a partner that is held says of the referrals that it wants.
    pub async fn set_referral_preference(
        &mut self,
        organisation: OrganisationId,
        wanted: &Preference,
        paused_until: Option<&str>,
    ) -> Result<(), StoreError> {
        on!(self, c => sqlx::query(
            "INSERT INTO referral_preference (organisation_id, languages, countries, sizes, paused_until, version)
             VALUES ($1, $2, $3, $4, $5, 1)
             ON CONFLICT (organisation_id)
             DO UPDATE SET languages = excluded.languages, countries = excluded.countries, sizes = excluded.sizes,
                           paused_until = excluded.paused_until, version = referral_preference.version + 1"
        )
        .bind(organisation.0).bind(wanted.languages.join(",")).bind(wanted.countries.join(","))
        .bind(wanted.sizes.join("\n")).bind(paused_until).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Waits until nobody else gives referrals to a partner or changes which it wants, and keeps it so until the transaction
    /// ends.
    pub async fn hold_organisation(&mut self, organisation: OrganisationId) -> Result<(), StoreError> {
        // On SQLite there is one writer, and it is this one.
        if self.engine() == Engine::Postgres {
            on!(self, c => sqlx::query(
                "SELECT organisation_id FROM organisation WHERE organisation_id = $1 FOR NO KEY UPDATE"
            ).bind(organisation.0).execute(c).await?.rows_affected());
        }
        Ok(())
    }

    /// Every location of every partner, by the partners' names: who could have a request.
    pub async fn referral_candidates(&mut self, rfa: RfaId) -> Result<Vec<CandidateRow>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT o.organisation_id, COALESCE(o.partner_id, '') AS partner_id, o.name AS organisation, l.location_id, l.mpn_id,
                    l.name AS location, l.country,
                    (SELECT MAX(r.assigned_at) FROM referral AS r WHERE r.organisation_id = o.organisation_id)
                        AS last_assigned_at,
                    EXISTS (SELECT 1 FROM referral AS r
                            WHERE r.organisation_id = o.organisation_id AND r.rfa_id = $1
                              AND r.status IN ('declined', 'returned')) AS said_no
             FROM organisation AS o JOIN location AS l ON l.organisation_id = o.organisation_id AND NOT l.is_global
             WHERE o.kind = 'partner' ORDER BY o.name, o.organisation_id, l.name, l.mpn_id"
        ).bind(rfa.0).fetch_all(c).await?))
    }
}
