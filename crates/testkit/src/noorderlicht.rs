//! A small world with names: two partners, their tenants, and three months of usage.

use crate::report::{Report, Usage};
use crate::{Database, World};

/// A tenant of the small world.
#[derive(Debug, Clone, Copy)]
pub struct Tenant {
    /// Its GUID.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The location that holds its claims.
    pub location: &'static str,
}

/// Everybody's customers: a bakery and a port in Utrecht, a museum in Gent, and a shipyard of the other partner.
pub const TENANTS: [Tenant; 4] = [
    Tenant {
        id: "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d01",
        name: "Bakkerij Zonneschijn",
        location: Noorderlicht::UTRECHT,
    },
    Tenant { id: "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d02", name: "Haven Lauwersoog", location: Noorderlicht::UTRECHT },
    Tenant { id: "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d03", name: "Museum aan de Leie", location: Noorderlicht::GENT },
    Tenant { id: "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d04", name: "Werf De Branding", location: Noorderlicht::HAARLEM },
];

/// The partner Noorderlicht with locations in Utrecht and Gent, the partner Zuiderkruis with one in Haarlem,
/// and their tenants with Teams and Exchange, June to August 2026.
pub struct Noorderlicht {
    /// The application in which they are.
    pub world: World,
}

impl Noorderlicht {
    /// The partner's ID.
    pub const PARTNER: &'static str = "4000001";
    /// Its location in Utrecht.
    pub const UTRECHT: &'static str = "4100001";
    /// Its location in Gent.
    pub const GENT: &'static str = "4100002";
    /// The other partner, Zuiderkruis.
    pub const OTHER_PARTNER: &'static str = "4000002";
    /// The other partner's location, in Haarlem.
    pub const HAARLEM: &'static str = "4200001";

    /// The world with both partners, their tenants and usage.
    pub async fn open(database: Database) -> Self {
        let fill = async |database| Self::fill(World::open(database).await).await;
        Self { world: World::open(database.like("Noorderlicht", fill).await).await }
    }

    /// The same, where there is mail.
    pub async fn mailing(database: Database) -> Self {
        let fill = async |database| Self::fill(World::open_mailing(database).await).await;
        Self { world: World::open_mailing(database.like("Noorderlicht with mail", fill).await).await }
    }

    async fn fill(world: World) -> Database {
        world.load("Profile.csv", Self::profile().text()).await;
        world.load("OfficeUsage.csv", Self::usage().text()).await;
        world.closed().await
    }

    /// The world with both partners alone.
    pub async fn bare(database: Database) -> Self {
        let world = World::open(database).await;
        world.load("Profile.csv", Self::profile().text()).await;
        Self { world }
    }

    /// The partners' profile.
    pub fn profile() -> Report {
        Report::profile(&[
            (
                Self::PARTNER,
                "Noorderlicht",
                &[(Self::UTRECHT, "Noorderlicht Utrecht", "Utrecht"), (Self::GENT, "Noorderlicht Gent", "Gent")],
            ),
            (Self::OTHER_PARTNER, "Zuiderkruis", &[(Self::HAARLEM, "Zuiderkruis Haarlem", "Haarlem")]),
        ])
    }

    /// Three months of usage of every tenant: Teams claimed by its location, Exchange by nobody.
    pub fn usage() -> Report {
        let mut rows = Vec::new();
        for tenant in TENANTS {
            for (month, mau) in [("2026-06-01", "40"), ("2026-07-01", "50"), ("2026-08-01", "60")] {
                let row = Usage {
                    tenant: tenant.id,
                    name: tenant.name,
                    location: tenant.location,
                    month,
                    mau,
                    ..Usage::default()
                };
                rows.push(row);
                rows.push(Usage { workload: "Exchange", pau: "200", attribution: "Transacting Partner", ..row });
            }
        }
        Report::office(&rows)
    }
}
