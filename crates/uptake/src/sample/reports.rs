//! The export files, row by row, with all their documented columns.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use domain::Month;
use domain::load::FeedKind;

use super::Plan;
use super::claims::Presence;
use super::partners::Partner;
use super::tenant::{Subscription, Tenant};

const PROFILE: &str = "MPNId,PartnerName,PGA_MPNId,PGA_PartnerName,City,Country,HierarchyLevel";

const CUSTOMERS: &str = "PGAMpnId,MpnId,PartnerName,CustomerName,CustomerTpid,DUNSNumber,CustomerSegment,TopSegment,\
    CustomerMarket,CustomerStatus,CustomerTenantId,CustomerTenantName,CustomerTenantCountry,TenantDomainName,Product,\
    RawProductName,ProductPartNumber,SKU,Month,PartnerLocation,PartnerAttributionType,SalesChannel,\
    IsDuplicateRowForPGA,AvailableSeats,BilledRevenueUSD,AzureConsumedRevenueUSD";

const OFFICE: &str = "PGAMpnId,CustomerTenantId,CustomerTpid,WorkloadName,Month,PaidAvailableUnits,MonthlyActiveUsers,\
    CustomerName,CustomerMarket,CustomerSegment,MPNId,PartnerName,PartnerLocation,PartnerAttributionType,\
    IsDuplicateRowForPGA";

const MOBILITY: &str = "SubscriptionId,SubscriptionStartDate,SubscriptionEndDate,SubscriptionStatus,Month,SKU,SKUId,\
    FreeVsPaidSKU,SalesModel,DetailedSalesModel,CustomerName,CustomerTenantId,CustomerTpid,CustomerSegment,\
    CustomerMarket,MPNId,PartnerName,PartnerLocation,PartnerAttachType,PartnerHierarchy,PaidAvailableUnits,\
    MonthlyActiveUsers,AADPPaidAvailableUnits,IntunePaidAvailableUnits,AzipPaidAvailableUnits,\
    AADPMonthlyActiveUsers,IntuneMonthlyActiveUsers,AzipMonthlyActiveUsers";

const SEATS: &str = "PGAMpnId,MpnId,SubscriptionId,SubscriptionStartDate,SubscriptionEndDate,SubscriptionState,month,\
    IsAutoRenew,CustomerName,CustomerTenantId,CustomerTpid,DUNSNumber,CustomerSegment,TopSegment,CustomerMarket,\
    ProductFamily,ReportingProductName,Product,RawProductName,ProductPartNumber,SKU,RevSumDivisionName,PartnerName,\
    SolutionArea,PartnerLocation,PartnerAttributionType,SalesChannel,PricingLevel,EnrollmentNumber,IsDuplicateRowForPGA,\
    SubscriptionStartMonth,TotalSoldSeats,TotalAssignedSeats,BilledRevenueUSD,AzureConsumedRevenueUSD";

const PROPENSITY: &str =
    "MPNID,PartnerName,CustomerID,DUNSNumber,AccountName,Domain,OrgSize,Industry,M365Cluster,M365Fit,M365Intent";

const PLANS: &str = "sku,sku_bucket,workload";

const REFERRALS: &str = "rfa_id,tenant_id,customer_name,workloads,language,customer_size,asked_on,contact_name,contact_email,\
                         notes,deal_value,currency";

/// What the shipped catalogue does not know of the SKUs of the world.
const OWN_PLANS: [(&str, &str, &str); 2] = [
    ("Campus Suite", "Microsoft 365", "Exchange Teams SharePoint OneDrive OfficeProPlus Intune AADP"),
    ("Workshop Kiosk", "Frontline", "Teams SharePoint Exchange OneDrive"),
];

/// The export files while they are written.
#[derive(Debug)]
pub(super) struct Reports {
    profile: Report,
    customers: Report,
    office: Report,
    mobility: Report,
    plans: Report,
    seats: Report,
    propensity: Report,
    referrals: Report,
}

/// One file.
#[derive(Debug)]
struct Report {
    path: PathBuf,
    file: BufWriter<File>,
}

impl Report {
    fn create(folder: &Path, kind: FeedKind, header: &str) -> anyhow::Result<Self> {
        let path = folder.join(format!("{}.csv", kind.report()));
        let file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
        let mut report = Self { path, file: BufWriter::with_capacity(256 << 10, file) };
        writeln!(report.file, "{header}")?;
        Ok(report)
    }

    fn finish(mut self) -> anyhow::Result<PathBuf> {
        self.file.flush().with_context(|| format!("cannot write {}", self.path.display()))?;
        Ok(self.path)
    }
}

/// What rows about a tenant repeat for each location that reports it.
pub(super) struct Reporter<'a> {
    pub(super) presence: &'a Presence<'a>,
    pub(super) partner_name: String,
    pub(super) place: String,
    /// Whether an earlier presence is of the same partner: then this one only repeats what that one reports.
    pub(super) repeats: bool,
}

impl Reports {
    /// Makes the files, replacing those that are there.
    pub(super) fn create(folder: &Path) -> anyhow::Result<Self> {
        Ok(Self {
            profile: Report::create(folder, FeedKind::PartnerProfile, PROFILE)?,
            customers: Report::create(folder, FeedKind::CustomersAndTenants, CUSTOMERS)?,
            office: Report::create(folder, FeedKind::OfficeUsage, OFFICE)?,
            mobility: Report::create(folder, FeedKind::EmsUsage, MOBILITY)?,
            plans: Report::create(folder, FeedKind::EligiblePlans, PLANS)?,
            seats: Report::create(folder, FeedKind::SeatsAndSubscriptions, SEATS)?,
            propensity: Report::create(folder, FeedKind::Propensity, PROPENSITY)?,
            referrals: Report::create(folder, FeedKind::Referrals, REFERRALS)?,
        })
    }

    /// Writes what is buffered, and gives the paths in the order in which they have to be loaded.
    pub(super) fn finish(self) -> anyhow::Result<Vec<PathBuf>> {
        let Self { profile, customers, office, mobility, plans, seats, propensity, referrals } = self;
        let all = [profile, customers, office, mobility, plans, seats, propensity, referrals];
        all.into_iter().map(Report::finish).collect()
    }

    /// Writes the partners and their locations.
    pub(super) fn profile(&mut self, partners: &[Partner]) -> anyhow::Result<()> {
        for (sku, bucket, workloads) in OWN_PLANS {
            for workload in workloads.split(' ') {
                writeln!(self.plans.file, "{sku},{bucket},{workload}")?;
            }
        }
        let file = &mut self.profile.file;
        for Partner { mpn_id, name, locations } in partners {
            let partner = quoted(name);
            if let Some(seat) = locations.first() {
                let (city, country) = (quoted(seat.city), quoted(seat.country));
                writeln!(file, "{mpn_id},{partner},{mpn_id},{partner},{city},{country},Global")?;
            }
            for place in locations {
                let (own, city, country) = (quoted(&place.name), quoted(place.city), quoted(place.country));
                writeln!(file, "{},{own},{mpn_id},{partner},{city},{country},Location", place.mpn_id)?;
            }
        }
        Ok(())
    }

    /// Writes everything about a tenant.
    pub(super) fn tenant(&mut self, plan: &Plan, tenant: &Tenant<'_>) -> anyhow::Result<()> {
        let reporters = reporters(tenant);
        for number in (0..plan.months).filter(|number| tenant.story.is_there(*number, plan.months)) {
            let month = plan.month(number);
            let name = quoted(tenant.name(number));
            // Names are reported where they are new, and with the newest months.
            if number + 2 >= plan.months || tenant.is_renamed_in(number) {
                self.customer(tenant, &reporters, &name, number, month)?;
            }
            self.office_usage(tenant, &reporters, &name, number, month)?;
            for subscription in tenant.subscriptions.iter().filter(|one| number >= one.from) {
                let begins = plan.month(subscription.from);
                self.mobility_usage(tenant, &reporters, subscription, begins, &name, number, month)?;
            }
            // Seats are of interest as they are now, and as they were the month before.
            if number + 2 >= plan.months {
                super::licences::write(&mut self.seats.file, tenant, &reporters, &name, number, plan)?;
            }
        }
        super::licences::write_propensity(&mut self.propensity.file, tenant, &reporters)?;
        let name = quoted(tenant.name(plan.months.saturating_sub(1)));
        super::licences::write_referral(&mut self.referrals.file, tenant, &name, plan)?;
        Ok(())
    }

    fn customer(
        &mut self,
        tenant: &Tenant<'_>,
        reporters: &[Reporter<'_>],
        name: &str,
        number: u32,
        month: Month,
    ) -> anyhow::Result<()> {
        let Tenant { id, tpid, duns, market, segment, domain, seats, .. } = tenant;
        let (country, segment) = (market.country, segment.name());
        let claim = tenant.workloads.first().map(|workload| workload.claim);
        let revenue_cents = u64::from(*seats) * 2_150;
        for (place, Reporter { presence, partner_name, place: at, repeats }) in reporters.iter().enumerate() {
            let attribution = claim.map_or(presence.otherwise, |claim| claim.attribution(place, presence, number));
            writeln!(
                self.customers.file,
                "{},{},{partner_name},{name},{tpid},{duns},{segment},{segment},{country},Existing,{id},{name},{country},\
                 {domain},Microsoft 365 E3,M365 E3,AAA-10001,M365-E3,{month}-01,{at},{attribution},CSP,{},{seats},\
                 {}.{:02},0",
                presence.partner.mpn_id,
                presence.location.mpn_id,
                u8::from(*repeats),
                revenue_cents / 100,
                revenue_cents % 100,
            )?;
        }
        Ok(())
    }

    fn office_usage(
        &mut self,
        tenant: &Tenant<'_>,
        reporters: &[Reporter<'_>],
        name: &str,
        number: u32,
        month: Month,
    ) -> anyhow::Result<()> {
        let Tenant { id, tpid, market, segment, .. } = tenant;
        let (country, segment) = (market.country, segment.name());
        for workload in &tenant.workloads {
            let Some(figure) = workload.figures.get(number as usize) else { continue };
            for (place, Reporter { presence, partner_name, place: at, repeats }) in reporters.iter().enumerate() {
                writeln!(
                    self.office.file,
                    "{},{id},{tpid},{},{month}-01,{},{},{name},{country},{segment},{},{partner_name},{at},{},{}",
                    presence.partner.mpn_id,
                    workload.spelled,
                    figure.pau,
                    figure.mau,
                    presence.location.mpn_id,
                    workload.claim.attribution(place, presence, number),
                    u8::from(*repeats),
                )?;
            }
        }
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "one row's parts, each made once for all its locations")]
    fn mobility_usage(
        &mut self,
        tenant: &Tenant<'_>,
        reporters: &[Reporter<'_>],
        subscription: &Subscription,
        begins: Month,
        name: &str,
        number: u32,
        month: Month,
    ) -> anyhow::Result<()> {
        let Tenant { id, tpid, market, segment, mobility_claim, .. } = tenant;
        let (country, segment, sku) = (market.country, segment.name(), subscription.id);
        let numbers = mobility_numbers(subscription, number);
        for (place, Reporter { presence, partner_name, place: at, .. }) in reporters.iter().enumerate() {
            writeln!(
                self.mobility.file,
                "{sku},{begins}-01,{}-01,Active,{month}-01,Enterprise Mobility + Security E3,EMS-E3,Paid,CSP,CSP Indirect,\
                 {name},{id},{tpid},{segment},{country},{},{partner_name},{at},{},Location,{numbers}",
                begins.plus(36),
                presence.location.mpn_id,
                mobility_claim.attribution(place, presence, number),
            )?;
        }
        Ok(())
    }
}

/// The numbers of a row of enterprise mobility: the sums, the paid units, the users.
fn mobility_numbers(subscription: &Subscription, month: u32) -> String {
    let figures = subscription.figures.each_ref().map(|one| one.as_ref()?.get(month as usize).copied());
    let sum: domain::usage::Figure = figures.iter().flatten().copied().sum();
    let written = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    let units = figures.map(|figure| written(figure.map(|it| it.pau)));
    let users = figures.map(|figure| written(figure.map(|it| it.mau)));
    format!("{},{},{},{}", sum.pau, sum.mau, units.join(","), users.join(","))
}

fn reporters<'a>(tenant: &'a Tenant<'a>) -> Vec<Reporter<'a>> {
    let mut reporters: Vec<Reporter<'a>> = Vec::with_capacity(tenant.presences.len());
    for presence in &tenant.presences {
        let own = presence.partner.mpn_id;
        let repeats = reporters.iter().any(|earlier| earlier.presence.partner.mpn_id == own);
        let place = quoted(&format!("{}, {}", presence.location.city, presence.location.country));
        reporters.push(Reporter { presence, partner_name: quoted(&presence.location.name), place, repeats });
    }
    reporters
}

/// A text as a field, quoted where it must be.
fn quoted(text: &str) -> String {
    if text.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}
