//! How a database would carry a statement out, asked past the store.

use sqlx::AssertSqlSafe;
use store::Engine;

use crate::Database;

/// A step of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanStep {
    /// Its number in the plan.
    pub number: i64,
    /// The step that it is within.
    pub within: Option<i64>,
    /// What is done, in the database's words.
    pub text: String,
}

impl Database {
    /// How the database would carry out a statement with its values in their places.
    pub async fn plan(&self, statement: &str) -> Vec<PlanStep> {
        match self.engine() {
            Engine::Sqlite => {
                let text = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
                let rows: Vec<(i64, i64, i64, String)> =
                    sqlx::query_as(text).fetch_all(&mut self.sqlite().await).await.unwrap();
                let step = |(number, within, _, text)| PlanStep { number, within: Some(within), text };
                rows.into_iter().map(step).collect()
            }
            Engine::Postgres => {
                let text = AssertSqlSafe(format!("EXPLAIN (COSTS FALSE) {statement}"));
                steps(&sqlx::query_scalar(text).fetch_all(&mut self.postgres().await).await.unwrap())
            }
        }
    }
}

/// The steps of a plan that is written as PostgreSQL does: each behind an arrow, further in than what it is within, and
/// with lines of its own that are no steps.
fn steps(lines: &[String]) -> Vec<PlanStep> {
    let mut steps = Vec::new();
    // The steps that the next one may be within, each with how far in it stands.
    let mut open: Vec<(usize, i64)> = Vec::new();
    for (number, line) in (0..).zip(lines) {
        let indent = line.len() - line.trim_start().len();
        let text = line.trim_start();
        let Some(text) = text.strip_prefix("->").or((number == 0).then_some(text)) else { continue };
        open.retain(|(before, _)| *before < indent);
        let within = open.last().map(|(_, outer)| *outer);
        steps.push(PlanStep { number, within, text: text.trim().to_owned() });
        open.push((indent, number));
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_plan_is_read_as_steps_within_steps() {
        let plan = "Limit
  InitPlan 1
    ->  Aggregate
          ->  Seq Scan on portfolio_total
  ->  Append
        ->  Limit
              ->  Index Scan using portfolio_by_mau on portfolio p
                    Index Cond: (location_id = 1)
        ->  Result";
        let lines: Vec<String> = plan.lines().map(str::to_owned).collect();
        let told: Vec<_> = steps(&lines).into_iter().map(|it| (it.number, it.within, it.text)).collect();
        let step = |number, within, text: &str| (number, within, text.to_owned());
        assert_eq!(
            told,
            [
                step(0, None, "Limit"),
                step(2, Some(0), "Aggregate"),
                step(3, Some(2), "Seq Scan on portfolio_total"),
                step(4, Some(0), "Append"),
                step(5, Some(4), "Limit"),
                step(6, Some(5), "Index Scan using portfolio_by_mau on portfolio p"),
                step(8, Some(4), "Result"),
            ]
        );
    }
}
