//! Small things that many pages show alike: an icon, a Usage %, a change, a chart.

use std::borrow::Cow;
use std::fmt;

use askama::filters::{Escaper as _, Html, HtmlSafe};
use askama::{FastWritable, Template, Values};
use domain::TenantId;
use domain::usage::{Figure, Usage};
use locale::Words;

use super::Shell;
use super::chart::{Chart, PLOT_HEIGHT};
use crate::words::say;

/// An icon of the sprite, for the eye only: what it means stands beside it, or in a label.
#[derive(Debug, Clone, Copy)]
pub struct Icon<'a> {
    sprite: &'a str,
    name: &'a str,
}

impl fmt::Display for Icon<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, r#"<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>"#, self.sprite, self.name)
    }
}

// Both parts are ours: the manifest's URL and a name written in a template.
impl HtmlSafe for Icon<'_> {}

/// Text in which there is nothing that HTML reads as its own: digits and their marks, or markup that a template wrote. It
/// is not looked through again, which a list of fifty rows has hundreds of times.
#[derive(Debug, Clone)]
pub struct Written(String);

impl Written {
    /// What a template wrote; nothing where it failed, which it does by memory alone.
    pub(super) fn by(template: &impl Template) -> Self {
        Self(template.render().unwrap_or_default())
    }
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FastWritable for Written {
    fn write_into(&self, to: &mut dyn fmt::Write, _: &dyn Values) -> askama::Result<()> {
        Ok(to.write_str(&self.0)?)
    }
}

impl HtmlSafe for Written {}

/// A text of others, looked through once for what HTML reads as its own, for a row that has it several times.
#[derive(Debug, Clone)]
pub struct Escaped<'a>(Cow<'a, str>);

impl<'a> Escaped<'a> {
    fn of(text: &'a str) -> Self {
        let is_plain = !text.bytes().any(|byte| matches!(byte, b'"' | b'&' | b'\'' | b'<' | b'>'));
        if is_plain {
            return Self(Cow::Borrowed(text));
        }
        let mut escaped = String::with_capacity(text.len().saturating_add(16));
        match Html.write_escaped_str(&mut escaped, text) {
            Ok(()) => Self(Cow::Owned(escaped)),
            // Which fails by memory alone.
            Err(fmt::Error) => Self(Cow::Borrowed("")),
        }
    }
}

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FastWritable for Escaped<'_> {
    fn write_into(&self, to: &mut dyn fmt::Write, _: &dyn Values) -> askama::Result<()> {
        Ok(to.write_str(&self.0)?)
    }
}

impl HtmlSafe for Escaped<'_> {}

/// A Usage % with its bar; where there are no paid units, that there are none (S3.1).
#[derive(Debug, Clone, Copy, Template)]
#[template(path = "mark/usage.html")]
pub struct UsageMark<'a> {
    shell: &'a Shell,
    figure: Option<Figure>,
}

impl HtmlSafe for UsageMark<'_> {}

impl UsageMark<'_> {
    /// The width of the bar in tenths of a percent: full at 100 %, whatever is above.
    fn width(usage: Usage) -> i64 {
        usage.tenths().clamp(0, 1000)
    }

    /// The colour of the bar, by band.
    fn tone(usage: Usage) -> &'static str {
        domain::usage::UsageBand::of(Some(usage)).code()
    }
}

/// A change in points, with a colour that its sign says too.
#[derive(Debug, Clone, Copy)]
pub struct ChangeMark {
    words: &'static Words,
    tenths: Option<i64>,
}

impl HtmlSafe for ChangeMark {}

impl fmt::Display for ChangeMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(tenths) = self.tenths else { return f.write_str(r#"<span class="none">–</span>"#) };
        let tone = match tenths {
            1.. => "up",
            0 => "level",
            _ => "down",
        };
        f.write_str(r#"<span class="change "#)?;
        f.write_str(tone)?;
        f.write_str(r#"">"#)?;
        f.write_str(&self.words.points(tenths))?;
        f.write_str("</span>")
    }
}

/// A chart; the page has its figures as a table as well.
#[derive(Debug, Clone, Template)]
#[template(path = "mark/chart.html")]
pub struct ChartMark<'a> {
    shell: &'a Shell,
    chart: Chart,
    label: &'static str,
}

impl HtmlSafe for ChartMark<'_> {}

impl Shell {
    /// An icon.
    pub fn icon<'a>(&'a self, name: &'a str) -> Icon<'a> {
        Icon { sprite: &self.assets.icons, name }
    }

    /// A whole number.
    pub fn number(&self, value: i64) -> Written {
        Written(self.words.number(value))
    }

    /// A tenant's GUID.
    pub fn tenant_id(&self, tenant_id: TenantId) -> Written {
        Written(tenant_id.to_string())
    }

    /// A text of others that a row has several times.
    pub fn escaped<'a>(&self, text: &'a str) -> Escaped<'a> {
        Escaped::of(text)
    }

    /// A Usage % with its bar.
    pub fn usage(&self, figure: Option<Figure>) -> UsageMark<'_> {
        UsageMark { shell: self, figure }
    }

    /// A change in points.
    pub fn change(&self, tenths: Option<i64>) -> ChangeMark {
        ChangeMark { words: self.words, tenths }
    }

    /// A chart, with what it shows for those who do not see it.
    pub fn chart(&self, chart: Chart, label: &'static str) -> ChartMark<'_> {
        ChartMark { shell: self, chart, label }
    }
}
