//! What the rows of a tenant's subscriptions come to: one row a subscription, SKU and month (ADR 0021).

use domain::licence::has_seats;
use store::{RefusedRowStaged, Staged, StagedSeat};

use super::row::SeatRow;

/// Refuses rows that contradict one another, each naming the first that says otherwise, and takes them out; gives the first
/// of each group of those that are left. Whether the file marks a row as reported for another location already tells
/// nothing more: what repeats is counted once, and what says otherwise cannot be taken.
pub(super) fn settle<'a>(rows: &mut Vec<SeatRow<'a>>, batch: &mut Staged) -> Vec<SeatRow<'a>> {
    rows.sort_unstable_by(|one, other| (key(one), one.line).cmp(&(key(other), other.line)));
    let mut left = Vec::with_capacity(rows.len());
    let mut groups = Vec::new();
    for group in rows.chunk_by(|one, next| key(one) == key(next)) {
        let Some(first) = group.first() else { continue };
        match group.iter().find(|row| says(row) != says(first)) {
            None => {
                groups.push(first.clone());
                left.extend(group.iter().cloned());
            }
            Some(other) => batch.refused.extend(group.iter().map(|row| RefusedRowStaged {
                line: row.line,
                column: String::new(),
                value: shown(row),
                reason: "contradicts".to_owned(),
                other_line: Some(if says(row) == says(first) { other.line } else { first.line }),
            })),
        }
    }
    *rows = left;
    groups
}

/// Adds the rows to a batch, for the tenant that comes next in it.
pub(super) fn stage(groups: &[SeatRow<'_>], batch: &mut Staged) {
    let tenant = batch.tenants.len();
    batch.seats.extend(groups.iter().map(|row| {
        let [sku_key, subscription, sku, product, family, state, ends_on] = row.texts.map(str::to_owned);
        StagedSeat {
            tenant,
            month: row.month,
            sku_key,
            subscription,
            sku,
            product,
            family,
            is_over: !has_seats(&state),
            state,
            ends_on: Some(ends_on).filter(|day| !day.is_empty()),
            is_auto_renew: row.is_auto_renew,
            sold: row.sold,
            assigned: row.assigned,
        }
    }));
}

/// Whose rows have to agree.
fn key<'a>(row: &SeatRow<'a>) -> (i64, &'a str, &'a str) {
    let [sku_key, subscription, ..] = row.texts;
    (row.month, sku_key, subscription)
}

/// What they have to agree on.
fn says<'a>(row: &SeatRow<'a>) -> (i64, i64, bool, [&'a str; 7]) {
    (row.sold, row.assigned, row.is_auto_renew, row.texts)
}

/// What a row says, cut to what a page can show.
fn shown(row: &SeatRow<'_>) -> String {
    let [_, subscription, sku, _, _, state, ends_on] = row.texts;
    let text = format!("{sku}, {subscription}: {} / {}, {state} {ends_on}", row.sold, row.assigned);
    text.trim_end().chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(line: i64, subscription: &'static str, sold: i64) -> SeatRow<'static> {
        let texts = ["e3", subscription, "E3", "", "Microsoft 365", "Active", "2026-12-31"];
        SeatRow { month: 202_608, line, organisation_id: 1, sold, assigned: 4, is_auto_renew: false, texts }
    }

    #[test]
    fn what_repeats_is_one_row_and_subscriptions_are_rows_of_their_own() {
        let mut rows = vec![row(4, "s2", 7), row(2, "s1", 10), row(3, "s1", 10)];
        let mut batch = Staged::default();
        let groups = settle(&mut rows, &mut batch);
        assert_eq!(groups.iter().map(|row| (row.line, row.sold)).collect::<Vec<_>>(), [(2, 10), (4, 7)]);
        assert_eq!((rows.len(), batch.refused.len()), (3, 0));
        stage(&groups, &mut batch);
        assert_eq!(batch.seats.iter().map(|seat| seat.sold).sum::<i64>(), 17);
    }

    #[test]
    fn what_contradicts_is_refused_with_both_lines() {
        let mut rows = vec![row(2, "s1", 10), row(3, "s1", 10), row(5, "s1", 11), row(6, "s2", 1)];
        let mut batch = Staged::default();
        let groups = settle(&mut rows, &mut batch);
        assert_eq!(groups.iter().map(|row| row.line).collect::<Vec<_>>(), [6]);
        let refused: Vec<_> = batch.refused.iter().map(|row| (row.line, row.other_line)).collect();
        assert_eq!(refused, [(2, Some(5)), (3, Some(5)), (5, Some(2))]);
    }
}
