//! Each report, in each generation of its header and each dialect.

use domain::load::FeedKind;
use domain::usage::Figure;

use super::*;
use crate::{CustomerRow, Fact, Level, LocationRow, UsageRow, WorkloadFigure};

fn only(rows: Rows) -> Row {
    let [row] = rows.try_into().unwrap();
    row.unwrap()
}

fn usage(row: Row) -> UsageRow {
    match row.fact {
        Fact::Usage(usage) => *usage,
        other => panic!("{other:?}"),
    }
}

fn the_office_row() -> UsageRow {
    UsageRow {
        tenant_id: TENANT.parse().unwrap(),
        tpid: "778899".into(),
        month: "2026-08".parse().unwrap(),
        customer_name: "Kade Logistiek".into(),
        market: "Netherlands".into(),
        segment: "SMB".into(),
        mpn_id: "4100001".parse().unwrap(),
        pga_mpn_id: None,
        attribution: "CPOR".into(),
        is_duplicate: false,
        subscription: String::new(),
        figures: vec![WorkloadFigure { workload: "Teams".into(), figure: Figure { pau: 120, mau: 80 } }],
    }
}

#[test]
fn licence_usage_is_read_column_by_column() {
    let file = open(office_lines(&office_line())).unwrap();
    assert_eq!(file.kind(), FeedKind::OfficeUsage);
    assert!(file.ignored_columns().is_empty());
    let row = only(read(office_lines(&office_line())).unwrap());
    assert_eq!(row.line, 2);
    assert_eq!(usage(row), the_office_row());
}

#[test]
fn every_dialect_gives_the_same_rows() {
    let plain = office_lines(&format!("{}\n{}\n", office_line(), office_line()));
    let expected = read(plain.clone()).unwrap();
    assert_eq!(expected.len(), 2);
    let quoted = plain
        .lines()
        .map(|line| line.split(',').map(|field| format!("\"{field}\"")).collect::<Vec<_>>().join(",") + "\n")
        .collect::<String>();
    for (name, text) in [
        ("tab", plain.replace(',', "\t")),
        ("semicolon", plain.replace(',', ";")),
        ("byte order mark", format!("\u{feff}{plain}")),
        ("byte order mark and tab", format!("\u{feff}{}", plain.replace(',', "\t"))),
        ("Windows line ends", plain.replace('\n', "\r\n")),
        ("line ends of old Macs", plain.replace('\n', "\r")),
        ("no last line end", plain.trim_end().to_owned()),
        ("all quoted", quoted.clone()),
        ("all quoted, with a mark", format!("\u{feff}{quoted}")),
        ("header in upper case", plain.replace(OFFICE_HEADER, &OFFICE_HEADER.to_uppercase())),
        ("header in lower case", plain.replace(OFFICE_HEADER, &OFFICE_HEADER.to_lowercase())),
        ("spaces around names and values", plain.replace(',', " , ")),
        ("empty fields behind the last", plain.replace('\n', ",,\n")),
        ("empty fields behind the rows only", plain.replacen(",0\n", ",0,,\n", 2)),
    ] {
        assert_eq!(read(text).unwrap(), expected, "{name}");
    }
}

#[test]
fn every_generation_of_a_header_means_the_same() {
    let expected = the_office_row();
    for id in ["MPNId", "MpnId", "MPNID", "PartnerID", "partnerid"] {
        let text = office_lines(&office_line()).replace("MPNId", id);
        assert_eq!(usage(only(read(text).unwrap())), expected, "{id}");
    }
    for id in ["PGAMpnId", "PGA_MPNId", "PGA_PartnerID", "PGAPartnerID", "pgampnid"] {
        let text = format!("{id},{OFFICE_HEADER}\n4000001,{}\n", office_line());
        let expected = UsageRow { pga_mpn_id: Some("4000001".parse().unwrap()), ..expected.clone() };
        assert_eq!(usage(only(read(text).unwrap())), expected, "{id}");
    }
    let without = usage(only(read(format!("PGAMpnId,{OFFICE_HEADER}\n,{}\n", office_line())).unwrap()));
    assert_eq!(without.pga_mpn_id, None);
}

#[test]
fn a_partner_profile_has_the_partner_and_its_locations() {
    let rows = "4000001,Noordlicht,4000001,Noordlicht,Utrecht,Netherlands,Global\n\
                4100001,\"Noordlicht, Brugge\",4000001,Noordlicht,Brugge,Belgium,location\n";
    for header in [
        "MPNId,PartnerName,PGA_MPNId,PGA_PartnerName,City,Country,HierarchyLevel",
        "PartnerID,PartnerName,PGA_PartnerID,PGA_PartnerName,City,Country,AccountType",
        "MpnId,partnername,PGAMpnId,PGAPartnerName,city,country,hierarchylevel",
    ] {
        let text = format!("{header}\n{rows}");
        assert_eq!(open(text.clone()).unwrap().kind(), FeedKind::PartnerProfile, "{header}");
        let facts: Vec<Fact> = read(text).unwrap().into_iter().map(|row| row.unwrap().fact).collect();
        let partner = LocationRow {
            mpn_id: "4000001".parse().unwrap(),
            name: "Noordlicht".into(),
            pga_mpn_id: "4000001".parse().unwrap(),
            pga_name: "Noordlicht".into(),
            city: "Utrecht".into(),
            country: "Netherlands".into(),
            level: Level::Global,
        };
        let location = LocationRow {
            mpn_id: "4100001".parse().unwrap(),
            name: "Noordlicht, Brugge".into(),
            city: "Brugge".into(),
            country: "Belgium".into(),
            level: Level::Location,
            ..partner.clone()
        };
        assert_eq!(facts, [Fact::Location(Box::new(partner)), Fact::Location(Box::new(location))], "{header}");
    }
}

const EMS_HEADER: &str = "SubscriptionId,SubscriptionStartDate,SubscriptionEndDate,SubscriptionStatus,Month,SKU,SKUId,\
    FreeVsPaidSKU,SalesModel,DetailedSalesModel,CustomerName,CustomerTenantId,CustomerTpid,CustomerSegment,\
    CustomerMarket,MPNId,PartnerName,PartnerLocation,PartnerAttachType,PartnerHierarchy,PaidAvailableUnits,\
    MonthlyActiveUsers,AADPPaidAvailableUnits,IntunePaidAvailableUnits,AzipPaidAvailableUnits,\
    AADPMonthlyActiveUsers,IntuneMonthlyActiveUsers,AzipMonthlyActiveUsers";

fn ems(numbers: &str) -> String {
    format!(
        "{EMS_HEADER}\nAB12CD34-0000-4000-8000-00000000000F,2025-01-01,2026-12-31,Active,2026-08-01,EMS E3,x,Paid,CSP,CSP,\
         Kade Logistiek,{TENANT},778899,SMB,Netherlands,4100001,Noordlicht,Utrecht,CPOR,Location,{numbers}\n"
    )
}

fn figures(text: String) -> Vec<(String, i64, i64)> {
    let row = usage(only(read(text).unwrap()));
    row.figures.into_iter().map(|one| (one.workload, one.figure.pau, one.figure.mau)).collect()
}

#[test]
fn mobility_usage_gives_a_figure_for_each_pair_in_which_something_stands() {
    assert_eq!(open(ems("9,9,1,2,3,4,5,6")).unwrap().kind(), FeedKind::EmsUsage);
    let row = usage(only(read(ems("9,9,1,2,3,4,5,6")).unwrap()));
    assert_eq!(row.subscription, "ab12cd34-0000-4000-8000-00000000000f");
    assert_eq!((row.attribution.as_str(), row.is_duplicate, row.pga_mpn_id), ("CPOR", false, None));
    for (numbers, expected) in [
        ("9,9,1,2,3,4,5,6", vec![("AADP", 1, 4), ("Intune", 2, 5), ("Azip", 3, 6)]),
        ("9,9,1,,3,4,,6", vec![("AADP", 1, 4), ("Azip", 3, 6)]),
        ("9,9,1,,,,5,", vec![("AADP", 1, 0), ("Intune", 0, 5)]),
        (",,,,,,,", vec![]),
        // The totals are not read, whatever stands there.
        ("many,-1,0,0,0,0,0,0", vec![("AADP", 0, 0), ("Intune", 0, 0), ("Azip", 0, 0)]),
    ] {
        let expected: Vec<_> = expected.into_iter().map(|(name, pau, mau)| (name.to_owned(), pau, mau)).collect();
        assert_eq!(figures(ems(numbers)), expected, "{numbers}");
    }
}

#[test]
fn mobility_usage_needs_neither_its_totals_nor_dates() {
    let bare = "SubscriptionId,Month,CustomerName,CustomerTenantId,CustomerTpid,CustomerSegment,CustomerMarket,PartnerID,\
                PartnerAttachType,AADPPaidAvailableUnits,IntunePaidAvailableUnits,AzipPaidAvailableUnits,\
                AADPMonthlyActiveUsers,IntuneMonthlyActiveUsers,AzipMonthlyActiveUsers";
    let text = format!("{bare}\ns1,2026-08,Kade,{TENANT},,,,4100001,,10,,,5,,\n");
    assert_eq!(figures(text), [("AADP".to_owned(), 10, 5)]);
}

const CUSTOMERS_HEADER: &str = "PGAMpnId,MpnId,PartnerName,CustomerName,CustomerTpid,DUNSNumber,CustomerSegment,TopSegment,\
    CustomerMarket,CustomerStatus,CustomerTenantId,CustomerTenantName,CustomerTenantCountry,TenantDomainName,Product,\
    RawProductName,ProductPartNumber,SKU,Month,PartnerLocation,PartnerAttributionType,SalesChannel,\
    IsDuplicateRowForPGA,AvailableSeats,BilledRevenueUSD,AzureConsumedRevenueUSD";

fn customer(tenant_name: &str, country: &str) -> String {
    format!(
        "{CUSTOMERS_HEADER}\n4000001,4100001,Noordlicht,Kade,778899,,SMB,SMB,Netherlands,Active,{TENANT},{tenant_name},\
         {country},KADE.example,E3,E3,x,x,2026-08-01,Utrecht,DPOR,CSP,1,10,1200.50,0\n"
    )
}

#[test]
fn customers_and_tenants_name_the_tenant_or_else_the_customer() {
    let expected = CustomerRow {
        tenant_id: TENANT.parse().unwrap(),
        tenant_name: "Kade Logistiek".into(),
        customer_name: "Kade".into(),
        tpid: "778899".into(),
        domain: "kade.example".into(),
        country: "Belgium".into(),
        segment: "SMB".into(),
        month: "2026-08".parse().unwrap(),
        mpn_id: "4100001".parse().unwrap(),
        pga_mpn_id: Some("4000001".parse().unwrap()),
        attribution: "DPOR".into(),
        is_duplicate: true,
    };
    let read_one = |text| only(read(text).unwrap()).fact;
    assert_eq!(open(customer("", "")).unwrap().kind(), FeedKind::CustomersAndTenants);
    assert_eq!(read_one(customer("Kade Logistiek", "Belgium")), Fact::Customer(Box::new(expected.clone())));
    let bare = CustomerRow { tenant_name: "Kade".into(), country: "Netherlands".into(), ..expected };
    assert_eq!(read_one(customer(" ", "")), Fact::Customer(Box::new(bare)));
    let nameless = customer("", "").replace(",Kade,", ",,");
    let refusal = read(nameless).unwrap().remove(0).unwrap_err();
    assert_eq!((refusal.column.as_str(), refusal.reason.code()), ("CustomerTenantName", "missing"));
}

#[test]
fn columns_that_a_newer_generation_adds_are_known_and_others_are_counted() {
    let newer =
        format!("{CUSTOMERS_HEADER},SubscriptionGuid,IsAutoRenew,IndustryName,VerticalName,Shoe Size,Shoe Size");
    let file = open(format!("{newer}\n")).unwrap();
    assert_eq!(file.ignored_columns(), ["Shoe Size", "Shoe Size"]);
}

#[test]
fn a_header_without_rows_is_a_report_without_rows() {
    for end in ["", "\n", "\r\n", "\n\n  \n,,,\n"] {
        assert_eq!(read(format!("{OFFICE_HEADER}{end}")).unwrap(), []);
    }
}

#[test]
fn quoted_line_breaks_become_spaces_and_lines_are_counted_as_an_editor_does() {
    let line = office_line();
    let broken = line.replace("Kade Logistiek", "\"Kade\r\n \"\"Logistiek\"\"\n\nB.V.\"");
    let rows = read(office_lines(&format!("\n{broken}\n\r\n,,,,\n{line}\n"))).unwrap();
    let rows: Vec<Row> = rows.into_iter().map(Result::unwrap).collect();
    assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [3, 9]);
    let name = usage(rows.into_iter().next().unwrap()).customer_name;
    assert_eq!(name, "Kade \"Logistiek\" B.V.");
}

#[test]
fn a_quote_inside_an_unquoted_field_is_a_letter_like_any_other() {
    let row = usage(only(read(office_with(6, "Kade 19\" rekken")).unwrap()));
    assert_eq!(row.customer_name, "Kade 19\" rekken");
}

#[test]
fn a_missing_column_is_named_with_the_report_that_it_belongs_to() {
    for column in ["CustomerTenantId", "WorkloadName", "Month", "PaidAvailableUnits", "MPNId", "IsDuplicateRowForPGA"] {
        let header: Vec<&str> = OFFICE_HEADER.split(',').filter(|name| *name != column).collect();
        match read(header.join(",")).unwrap_err() {
            FileRefusal::MissingColumn { kind, columns } => {
                assert_eq!((kind, columns.as_slice()), (FeedKind::OfficeUsage, &[column][..]));
            }
            other => panic!("{other}"),
        }
    }
    let refusal = read(CUSTOMERS_HEADER.replace("TenantDomainName,", "")).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "The file looks like the report CustomersAndTenants, but has no column TenantDomainName."
    );
}

#[test]
fn a_column_that_is_needed_may_not_be_there_twice() {
    for (second, name) in [("Month", "Month"), ("PartnerID", "MPNId"), ("MPNID", "MPNId")] {
        match read(format!("{OFFICE_HEADER},{second}\n")).unwrap_err() {
            FileRefusal::DuplicateColumn { column, first, second: again } => {
                assert_eq!((column, first.as_str(), again.as_str()), (name, name, second));
            }
            other => panic!("{other}"),
        }
    }
    assert_eq!(read(format!("{OFFICE_HEADER},PartnerName\n")).unwrap(), []);
}

#[test]
fn other_headers_are_refused_by_what_they_are() {
    assert_eq!(refused("name,amount\nKade,3\n"), "unknown_header");
    assert_eq!(refused("\"name\"x,amount\nKade,3\n"), "unknown_header");
    let wide: Vec<String> = (0..600).map(|number| format!("c{number}")).collect();
    assert_eq!(refused(wide.join(",")), "too_many_columns");
    let message = read("name,amount\n").unwrap_err().to_string();
    assert!(message.contains("OfficeUsage") && message.contains("name, amount"), "{message}");
}
