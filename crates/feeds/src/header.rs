//! The first line: which report it is, and where its columns stand.

use domain::load::FeedKind;

use crate::Limits;
use crate::kind;
use crate::record::Record;
use crate::refusal::FileRefusal;

/// Declares the columns that are read, with the names that generations of the reports gave them.
macro_rules! columns {
    ($($name:ident: $first:literal $(| $other:literal)*;)*) => {
        /// A column that is read from at least one report.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Column { $($name),* }

        impl Column {
            pub(crate) const ALL: &[Self] = &[$(Self::$name),*];

            /// Its names, the one by which messages call it first.
            pub(crate) fn names(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$first $(, $other)*]),* }
            }
        }
    };
}

// `HierarchyLevel` and the rest are written as the newest generation does. Case and underscores do not count.
columns! {
    MpnId: "MPNId" | "PartnerID";
    PartnerName: "PartnerName";
    PgaMpnId: "PGA_MPNId" | "PGA_PartnerID";
    PgaPartnerName: "PGA_PartnerName";
    City: "City";
    Country: "Country";
    HierarchyLevel: "HierarchyLevel" | "AccountType";
    TenantId: "CustomerTenantId";
    Tpid: "CustomerTpid";
    WorkloadName: "WorkloadName";
    Month: "Month";
    Pau: "PaidAvailableUnits";
    Mau: "MonthlyActiveUsers";
    CustomerName: "CustomerName";
    Market: "CustomerMarket";
    Segment: "CustomerSegment";
    AttributionType: "PartnerAttributionType";
    AttachType: "PartnerAttachType";
    IsDuplicate: "IsDuplicateRowForPGA";
    SubscriptionId: "SubscriptionId";
    AadpPau: "AADPPaidAvailableUnits";
    AadpMau: "AADPMonthlyActiveUsers";
    IntunePau: "IntunePaidAvailableUnits";
    IntuneMau: "IntuneMonthlyActiveUsers";
    AzipPau: "AzipPaidAvailableUnits";
    AzipMau: "AzipMonthlyActiveUsers";
    TenantName: "CustomerTenantName";
    TenantCountry: "CustomerTenantCountry";
    Domain: "TenantDomainName";
    SubscriptionEnd: "SubscriptionEndDate";
    SubscriptionState: "SubscriptionState";
    IsAutoRenew: "IsAutoRenew";
    ProductFamily: "ProductFamily";
    ReportingProduct: "ReportingProductName";
    Sku: "SKU";
    SoldSeats: "TotalSoldSeats";
    AssignedSeats: "TotalAssignedSeats";
    CustomerId: "CustomerID";
    Cluster: "M365Cluster";
    Fit: "M365Fit";
    Intent: "M365Intent";
    SkuBucket: "sku_bucket";
    Workload: "workload";
    RfaId: "rfa_id";
    RfaTenant: "tenant_id";
    RfaWorkloads: "workloads";
    RfaSource: "source";
    Language: "language";
    CustomerSize: "customer_size";
    AskedOn: "asked_on";
    ContactName: "contact_name";
    ContactEmail: "contact_email";
    ContactPhone: "contact_phone";
    Notes: "notes";
    DealValue: "deal_value";
    Currency: "currency";
    RfaStatus: "status";
}

impl Column {
    /// The name by which messages call it.
    pub(crate) fn name(self) -> &'static str {
        self.names().first().copied().unwrap_or_default()
    }

    /// The column of that name, in the spelling of [`spelling`].
    fn of(spelled: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|column| column.names().iter().any(|name| spelling(name) == spelled))
    }
}

/// The form in which two spellings of a column's name are the same.
pub(crate) fn spelling(name: &str) -> String {
    name.chars().filter(|letter| !letter.is_whitespace() && *letter != '_').flat_map(char::to_lowercase).collect()
}

/// A header that was recognised.
#[derive(Debug)]
pub(crate) struct Header {
    kind: FeedKind,
    written: Vec<String>,
    places: Vec<Option<usize>>,
    ignored: Vec<String>,
}

impl Header {
    /// Recognises the header in the first record.
    pub(crate) fn read(record: &Record, limits: Limits) -> Result<Self, FileRefusal> {
        let written = names(record, limits)?;
        let spelled: Vec<String> = written.iter().map(|name| spelling(name)).collect();
        let kind = recognise(&written, &spelled)?;
        let report = kind::report(kind);
        let mut header = Self { kind, places: vec![None; Column::ALL.len()], ignored: Vec::new(), written };
        for (place, name) in spelled.iter().enumerate() {
            match Column::of(name).filter(|column| report.reads(*column)) {
                Some(column) => header.put(column, place)?,
                None if report.knows(name) || name.is_empty() => {}
                None => header.ignored.push(header.written_at(place).to_owned()),
            }
        }
        Ok(header)
    }

    fn put(&mut self, column: Column, place: usize) -> Result<(), FileRefusal> {
        let Some(slot) = self.places.get_mut(column as usize) else { return Ok(()) };
        if let Some(first) = slot.replace(place) {
            return Err(FileRefusal::DuplicateColumn {
                column: column.name(),
                first: self.written_at(first).to_owned(),
                second: self.written_at(place).to_owned(),
            });
        }
        Ok(())
    }

    /// The report it is the header of.
    pub(crate) fn kind(&self) -> FeedKind {
        self.kind
    }

    /// Columns of no generation of the report.
    pub(crate) fn ignored(&self) -> &[String] {
        &self.ignored
    }

    /// How many fields a row has.
    pub(crate) fn width(&self) -> usize {
        self.written.len()
    }

    /// Where a column stands, if it is there.
    pub(crate) fn place(&self, column: Column) -> Option<usize> {
        self.places.get(column as usize).copied().flatten()
    }

    /// A column's name as the header writes it.
    pub(crate) fn written(&self, column: Column) -> &str {
        self.place(column).map_or(column.name(), |place| self.written_at(place))
    }

    /// The name of the column at a place; empty behind the last.
    pub(crate) fn written_at(&self, place: usize) -> &str {
        self.written.get(place).map_or("", String::as_str)
    }
}

/// The names in the first record, without the empty ones behind the last.
fn names(record: &Record, limits: Limits) -> Result<Vec<String>, FileRefusal> {
    if record.width() > limits.most_columns {
        return Err(FileRefusal::TooManyColumns { most: limits.most_columns });
    }
    let mut names: Vec<String> = record.fields().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect();
    while names.last().is_some_and(String::is_empty) {
        names.pop();
    }
    if record.stray_quote.is_some() || record.too_long.is_some() {
        return Err(unknown(&names));
    }
    Ok(names)
}

/// The report that a header is of.
fn recognise(written: &[String], spelled: &[String]) -> Result<FeedKind, FileRefusal> {
    let there: Vec<Column> = spelled.iter().filter_map(|name| Column::of(name)).collect();
    // The report that misses least for its size; a complete one misses nothing.
    let nearest = FeedKind::ALL.into_iter().map(|kind| (kind, kind::report(kind))).min_by_key(|(_, report)| {
        let missing = report.missing(&there).count();
        (missing * 1000).checked_div(report.needed.len()).unwrap_or(usize::MAX)
    });
    let Some((kind, report)) = nearest else { return Err(unknown(written)) };
    let columns: Vec<&'static str> = report.missing(&there).map(Column::name).collect();
    if columns.is_empty() {
        return Ok(kind);
    }
    if columns.len() * 2 <= report.needed.len() {
        return Err(FileRefusal::MissingColumn { kind, columns });
    }
    Err(unknown(written))
}

/// At most so many columns of an unknown header are kept, and so many letters of each.
fn unknown(written: &[String]) -> FileRefusal {
    const MOST: usize = 64;
    let cut = |name: &String| name.chars().take(MOST).collect();
    FileRefusal::UnknownHeader { columns: written.iter().take(MOST).map(cut).collect() }
}
