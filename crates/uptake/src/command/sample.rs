//! `sample`: synthetic reports.

use app::Clock;
use domain::Month;

use crate::options::Sample;
use crate::sample::{Plan, write};

/// The last month that is whole: the newest that a report can have.
pub(crate) fn last_whole_month() -> Month {
    Month::containing(Clock::of_machine().now().date_naive()).plus(-1)
}

/// Writes the reports and prints where they are.
pub(crate) fn run(sample: &Sample) -> anyhow::Result<()> {
    let plan = Plan {
        partners: sample.partners,
        tenants: sample.tenants,
        months: sample.months,
        seed: sample.seed,
        newest: last_whole_month(),
    };
    for path in write(&sample.dir, &plan)? {
        println!("{}", path.display());
    }
    Ok(())
}
