//! Lines over months as SVG that needs no script: positions in percent across and in pixels down, so
//! that texts keep their size at any width. A month without a value is a gap, never a zero.

use std::fmt::Write as _;

use domain::Month;
use domain::usage::{Figure, Usage};
use locale::Words;

/// Height of the plot in pixels; the labels of the months stand below it.
pub const PLOT_HEIGHT: i64 = 168;

/// The share of the width left free on either side, in hundredths of a percent.
const MARGIN: i64 = 150;

/// A line's values, oldest first, and how it is drawn.
#[derive(Debug, Clone)]
pub struct Series {
    /// What it shows, for the legend.
    pub label: String,
    /// Its style.
    pub style: &'static str,
    /// A value for each month, where there is one.
    pub values: Vec<Option<i64>>,
    /// The same values as people read them.
    pub written: Vec<String>,
}

/// A drawn chart.
#[derive(Debug, Clone)]
pub struct Chart {
    /// What its values are measured on, lowest first.
    pub ticks: Vec<Tick>,
    /// Where months are named.
    pub months: Vec<MonthLabel>,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// A value on the scale.
#[derive(Debug, Clone)]
pub struct Tick {
    /// Pixels from the top.
    pub y: String,
    /// The value.
    pub label: String,
}

/// A month below the plot.
#[derive(Debug, Clone)]
pub struct MonthLabel {
    /// Percent from the left.
    pub x: String,
    /// The month.
    pub label: String,
    /// How the text stands around its place.
    pub anchor: &'static str,
}

/// A drawn line.
#[derive(Debug, Clone)]
pub struct Line {
    /// What it shows.
    pub label: String,
    /// Its style.
    pub style: &'static str,
    /// The line, in percent across and pixels down.
    pub path: String,
    /// The same, closed down to the bottom.
    pub area: String,
    /// Its months.
    pub dots: Vec<Dot>,
}

/// A month on a line.
#[derive(Debug, Clone)]
pub struct Dot {
    /// Percent from the left.
    pub x: String,
    /// Pixels from the top.
    pub y: String,
    /// Month and value, in words.
    pub title: String,
}

/// A scale from a round number to a round number in equal round steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Scale {
    low: i64,
    high: i64,
    step: i64,
}

impl Scale {
    /// The scale that holds all values in at most five steps.
    fn holding(low: i64, high: i64, least_span: i64) -> Self {
        let span = high.saturating_sub(low).max(least_span).max(4);
        let mut unit = 1_i64;
        let step = loop {
            match [1, 2, 5].into_iter().map(|part| unit.saturating_mul(part)).find(|step| span / step.max(&1) <= 4) {
                Some(step) => break step.max(1),
                None => unit = unit.saturating_mul(10),
            }
        };
        let low = low.div_euclid(step) * step;
        let mut top = low.saturating_add(step);
        while top < high || top.saturating_sub(low) < least_span {
            top = top.saturating_add(step);
        }
        Self { low, high: top, step }
    }

    fn values(self) -> Vec<i64> {
        let mut values = vec![self.low];
        let mut value = self.low;
        while value < self.high {
            value = value.saturating_add(self.step);
            values.push(value);
        }
        values
    }

    /// Tenths of a pixel from the top of the plot.
    fn y(self, value: i64) -> i64 {
        let span = i128::from(self.high.saturating_sub(self.low).max(1));
        let up = i128::from(value.saturating_sub(self.low)) * i128::from(PLOT_HEIGHT * 10);
        PLOT_HEIGHT * 10 - i64::try_from(up.checked_div(span).unwrap_or(0)).unwrap_or(0)
    }
}

/// Hundredths of a percent from the left.
fn x_of(index: usize, count: usize) -> i64 {
    let (index, last) = (i64::try_from(index).unwrap_or(0), i64::try_from(count).unwrap_or(1) - 1);
    let room = 10_000 - 2 * MARGIN;
    // A single month stands in the middle.
    MARGIN + (index * room).checked_div(last).unwrap_or(room / 2)
}

fn hundredths(value: i64) -> String {
    format!("{}.{:02}", value / 100, value % 100)
}

fn tenths(value: i64) -> String {
    format!("{}.{}", value / 10, value % 10)
}

impl Chart {
    /// Usage % over months: the scale holds the line closely, but never less than ten points.
    pub fn of_usage(words: &Words, label: String, months: &[(Month, Option<Figure>)]) -> Self {
        let usage: Vec<Option<Usage>> = months.iter().map(|(_, figure)| figure.and_then(Figure::usage)).collect();
        let series = Series {
            label,
            style: "usage",
            values: usage.iter().map(|one| one.map(Usage::tenths)).collect(),
            written: usage.iter().map(|one| one.map(|usage| words.percent(usage)).unwrap_or_default()).collect(),
        };
        let low = series.values.iter().flatten().min().copied().unwrap_or(0);
        let names: Vec<Month> = months.iter().map(|(month, _)| *month).collect();
        Self::draw(words, &names, &[series], low, 100, |tick| format!("{}%", words.number(tick / 10)))
    }

    /// PAU and MAU over months, from zero.
    pub fn of_units(words: &Words, labels: [String; 2], months: &[(Month, Option<Figure>)]) -> Self {
        let [pau, mau] = labels;
        let series = |label: String, style: &'static str, pick: fn(Figure) -> i64| {
            let values: Vec<Option<i64>> = months.iter().map(|(_, figure)| figure.map(pick)).collect();
            let written = values.iter().map(|one| one.map(|value| words.number(value)).unwrap_or_default()).collect();
            Series { label, style, values, written }
        };
        let both = [series(pau, "pau", |figure| figure.pau), series(mau, "mau", |figure| figure.mau)];
        let names: Vec<Month> = months.iter().map(|(month, _)| *month).collect();
        Self::draw(words, &names, &both, 0, 4, |tick| words.number_short(tick))
    }

    /// Whether there is no value in any month.
    pub fn is_blank(&self) -> bool {
        self.lines.iter().all(|line| line.dots.is_empty())
    }

    fn draw(
        words: &Words,
        months: &[Month],
        series: &[Series],
        low: i64,
        least_span: i64,
        write: impl Fn(i64) -> String,
    ) -> Self {
        let high = series.iter().flat_map(|one| &one.values).flatten().max().copied().unwrap_or(0);
        let scale = Scale::holding(low, high, least_span);
        let ticks = scale.values().into_iter().map(|value| Tick { y: tenths(scale.y(value)), label: write(value) });
        Self {
            ticks: ticks.collect(),
            months: month_labels(words, months),
            lines: series.iter().map(|one| line(words, months, one, scale)).collect(),
        }
    }
}

/// Every third month from the newest back, so that the newest always has its name.
fn month_labels(words: &Words, months: &[Month]) -> Vec<MonthLabel> {
    let last = months.len().saturating_sub(1);
    let named = months.iter().enumerate().filter(|(index, _)| (last - index).is_multiple_of(3));
    let label = |(index, month): (usize, &Month)| MonthLabel {
        x: hundredths(x_of(index, months.len())),
        label: words.month_short(*month),
        anchor: match index {
            _ if last == 0 => "middle",
            0 => "start",
            _ if index == last => "end",
            _ => "middle",
        },
    };
    named.map(label).collect()
}

fn line(words: &Words, months: &[Month], series: &Series, scale: Scale) -> Line {
    let mut dots = Vec::new();
    let mut stretches: Vec<Vec<(String, String)>> = vec![Vec::new()];
    let values = months.iter().zip(&series.values).zip(&series.written).enumerate();
    for (index, ((month, value), written)) in values {
        let Some(value) = value else {
            stretches.push(Vec::new());
            continue;
        };
        let (x, y) = (hundredths(x_of(index, months.len())), tenths(scale.y(*value)));
        let title = format!("{} · {} {written}", words.month(*month), series.label);
        dots.push(Dot { x: x.clone(), y: y.clone(), title });
        if let Some(stretch) = stretches.last_mut() {
            stretch.push((x, y));
        }
    }
    let (path, area) = paths(&stretches);
    Line { label: series.label.clone(), style: series.style, path, area, dots }
}

/// The line through each unbroken stretch of months, and the surface under it.
fn paths(stretches: &[Vec<(String, String)>]) -> (String, String) {
    let (mut path, mut area) = (String::new(), String::new());
    for stretch in stretches {
        let (Some((first, _)), Some((last, _))) = (stretch.first(), stretch.last()) else { continue };
        let mut line = String::new();
        for (index, (x, y)) in stretch.iter().enumerate() {
            let _ = write!(line, "{}{x} {y}", if index == 0 { "M" } else { "L" });
        }
        let _ = write!(area, "{line}L{last} {PLOT_HEIGHT}L{first} {PLOT_HEIGHT}Z");
        path.push_str(&line);
    }
    (path, area)
}

/// A line without a scale, as small as a word: 120 by 28.
#[derive(Debug, Clone)]
pub struct Sparkline {
    /// The line.
    pub path: String,
    /// Its newest value, where the newest month has one.
    pub end: Option<(String, String)>,
}

impl Sparkline {
    /// The line of Usage % over months, oldest first.
    pub fn of(usage: impl Iterator<Item = Option<Usage>>) -> Self {
        let values: Vec<Option<i64>> = usage.map(|one| one.map(Usage::tenths)).collect();
        let low = values.iter().flatten().min().copied().unwrap_or(0);
        let high = values.iter().flatten().max().copied().unwrap_or(0);
        // Less than ten points up and down is a nearly level line, and shall look like one.
        let span = (high - low).max(100);
        let middle = i64::midpoint(low, high);
        let place = |(index, value): (usize, &Option<i64>)| {
            value.map(|value| {
                let x = 4 + i64::try_from(index).unwrap_or(0) * 112
                    / i64::try_from(values.len()).unwrap_or(1).saturating_sub(1).max(1);
                (x, 140 - (value - middle).saturating_mul(200).checked_div(span).unwrap_or(0))
            })
        };
        let points: Vec<Option<(i64, i64)>> = values.iter().enumerate().map(place).collect();
        let mut path = String::new();
        let mut drawing = false;
        for point in &points {
            if let Some((x, y)) = point {
                let _ = write!(path, "{}{x} {}", if drawing { "L" } else { "M" }, tenths(*y));
                if !drawing {
                    // A month between two gaps is a dot: a line of no length with round ends.
                    path.push_str("h0");
                }
            }
            drawing = point.is_some();
        }
        Self { path, end: points.last().copied().flatten().map(|(x, y)| (x.to_string(), tenths(y))) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::person::Language;

    fn months(count: i32) -> Vec<Month> {
        let last = Month::new(2026, 8).unwrap();
        last.since(last.plus(1 - count))
    }

    #[test]
    fn a_scale_is_round_and_holds_its_values() {
        for (low, high, least) in
            [(0, 0, 4), (613, 655, 100), (0, 7, 4), (0, 98_765, 4), (0, i64::MAX / 2, 4), (995, 1_502, 100)]
        {
            let scale = Scale::holding(low, high, least);
            assert!(scale.low <= low && scale.high >= high, "{scale:?}");
            assert!((2..=7).contains(&scale.values().len()), "{scale:?}");
            assert_eq!(scale.low % scale.step, 0);
        }
        assert_eq!(Scale::holding(613, 655, 100), Scale { low: 600, high: 700, step: 50 });
    }

    #[test]
    fn the_highest_value_is_at_the_top_and_the_lowest_at_the_bottom() {
        let scale = Scale::holding(0, 100, 4);
        assert_eq!(scale.y(scale.high), 0);
        assert_eq!(scale.y(scale.low), PLOT_HEIGHT * 10);
    }

    #[test]
    fn a_month_without_a_figure_is_a_gap() {
        let words = Words::of(Language::English);
        let figures: Vec<_> = months(5)
            .into_iter()
            .enumerate()
            .map(|(index, month)| (month, (index != 2).then_some(Figure { pau: 100, mau: 50 })))
            .collect();
        let chart = Chart::of_usage(words, "Usage %".into(), &figures);
        let line = &chart.lines[0];
        assert_eq!(line.dots.len(), 4);
        assert_eq!(line.path.matches('M').count(), 2);
        assert_eq!(line.area.matches('Z').count(), 2);
        assert_eq!(line.dots[0].title, "April 2026 · Usage % 50.0%");
    }

    #[test]
    fn the_newest_month_is_always_named() {
        let words = Words::of(Language::English);
        for count in [1, 2, 3, 12, 13] {
            let labels = month_labels(words, &months(count));
            assert_eq!(labels.last().unwrap().label, "Aug 26");
        }
    }

    #[test]
    fn nothing_to_draw_draws_nothing() {
        let words = Words::of(Language::English);
        let chart = Chart::of_units(words, ["PAU".into(), "MAU".into()], &[]);
        assert!(chart.is_blank() && chart.lines.iter().all(|line| line.path.is_empty()));
        assert!(Sparkline::of([None, None].into_iter()).path.is_empty());
        assert_eq!(Sparkline::of([None].into_iter()).end, None);
    }

    #[test]
    fn a_sparkline_breaks_at_gaps_and_stays_in_its_box() {
        let line = Sparkline::of([Usage::of(0, 10), None, Usage::of(40, 10)].into_iter());
        assert_eq!(line.path, "M4 24.0h0M116 4.0h0");
        assert_eq!(line.end, Some(("116".into(), "4.0".into())));
    }
}
