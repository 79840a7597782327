//! How the use of a workload goes over the months. Only additions and multiplications, so that every machine
//! computes the same.

use domain::usage::Figure;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// What happens to a tenant while it is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Story {
    Steady,
    Rising,
    /// Rises, and then stays where it is.
    Stalled,
    Falling,
    /// Little, and from one month to the next much.
    Jump,
    /// Came in the middle of the months.
    Newcomer,
    /// Has no figures for two months in the middle.
    Gap,
    /// Uses without paying: PAU is 0.
    Trial,
}

/// Twenty tenants in a row have these; every world of twenty has all of them.
const STORIES: [Story; 20] = [
    Story::Rising,
    Story::Steady,
    Story::Stalled,
    Story::Falling,
    Story::Rising,
    Story::Gap,
    Story::Jump,
    Story::Steady,
    Story::Rising,
    Story::Falling,
    Story::Newcomer,
    Story::Stalled,
    Story::Rising,
    Story::Trial,
    Story::Steady,
    Story::Rising,
    Story::Falling,
    Story::Jump,
    Story::Stalled,
    Story::Rising,
];

impl Story {
    /// The story of the tenant of that number.
    pub(super) fn of(number: u32) -> Self {
        STORIES.get((number % 20) as usize).copied().unwrap_or(Self::Steady)
    }

    /// Whether the tenant has figures in a month.
    pub(super) fn is_there(self, month: u32, months: u32) -> bool {
        let middle = months / 2;
        match self {
            Self::Newcomer => month >= middle,
            Self::Gap if months > 4 => month != middle && month != middle + 1,
            _ => true,
        }
    }

    /// The part of its own height that use has at a point between the first month (0) and the last (1).
    fn height(self, point: f64) -> f64 {
        match self {
            Self::Steady | Self::Gap => 0.92,
            Self::Rising => 0.35 + 0.65 * point,
            Self::Stalled => 0.3 + if point < 0.45 { point } else { 0.45 },
            Self::Falling => 1.0 - 0.55 * point * point,
            Self::Jump if point < 0.8 => 0.4,
            Self::Jump => 1.0,
            Self::Newcomer => 0.2 + 0.5 * point,
            Self::Trial => 0.6,
        }
    }
}

/// A workload as tenants use it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Habit {
    /// The catalogue's code.
    pub(super) code: &'static str,
    /// Licences for each seat, in percent.
    licences: u32,
    /// Active users for each licence at the height of its use, in percent.
    height: u32,
    /// Whether pupils and students use it without a paid licence.
    students: bool,
}

const fn habit(code: &'static str, licences: u32, height: u32, students: bool) -> Habit {
    Habit { code, licences, height, students }
}

/// The workloads of licence usage, those that nearly everybody has first.
pub(super) const OFFICE: [Habit; 9] = [
    habit("Exchange", 100, 94, true),
    habit("Teams", 100, 82, true),
    habit("OneDrive", 100, 64, true),
    habit("SharePoint", 100, 57, false),
    habit("OfficeProPlus", 85, 78, true),
    habit("Defender", 60, 71, false),
    habit("Yammer", 100, 13, false),
    habit("Purview", 40, 34, false),
    habit("Copilot", 12, 48, false),
];

/// The workloads of enterprise mobility usage.
pub(super) const MOBILITY: [Habit; 3] =
    [habit("AADP", 100, 88, false), habit("Intune", 100, 52, false), habit("Azip", 100, 21, false)];

/// What the figures of a tenant come from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Uptake {
    pub(super) seats: u32,
    pub(super) story: Story,
    /// How keen the tenant is, in percent of what is usual.
    pub(super) keenness: u32,
    /// Whether pupils and students are among the users.
    pub(super) is_school: bool,
    /// Percent by which the seats grow or shrink, and from which month on.
    pub(super) seats_change: (i32, u32),
}

impl Uptake {
    /// The figures of a workload, month by month, of `percent` of the tenant's seats.
    pub(super) fn figures(&self, habit: &Habit, percent: u32, months: u32, chance: &mut ChaCha8Rng) -> Vec<Figure> {
        let last = f64::from(months.saturating_sub(1).max(1));
        (0..months)
            .map(|month| {
                let licences = self.licences(habit, percent, month);
                let crowd = if self.is_school && habit.students { 2.4 } else { 1.0 };
                let wanted = f64::from(habit.height * self.keenness) / 10_000.0;
                let share = if crowd > 1.0 { wanted * crowd } else { wanted.min(0.99) };
                let noise = 1.0 + (f64::from(chance.random_range(0..500_u32)) - 250.0) / 10_000.0;
                let point = f64::from(month) / last;
                let users = f64::from(licences) * share * self.story.height(point) * noise;
                let pau = if self.story == Story::Trial { 0 } else { i64::from(licences) };
                Figure { pau, mau: whole(users) }
            })
            .collect()
    }

    fn licences(&self, habit: &Habit, percent: u32, month: u32) -> u32 {
        let (growth, from) = self.seats_change;
        let seats = i64::from(self.seats) * i64::from(if month < from { 100 } else { 100 + growth });
        let licences = seats * i64::from(habit.licences) * i64::from(percent) / 1_000_000;
        u32::try_from(licences).unwrap_or(0).max(1)
    }
}

/// The nearest whole number of users.
#[expect(clippy::cast_possible_truncation, reason = "at most some ten thousand users")]
fn whole(users: f64) -> i64 {
    (users + 0.5) as i64
}
