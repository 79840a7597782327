//! What is set for the whole programme, filled with a small invented world.

use app::{EligiblePlan, EligiblePlans, ProgrammeSettings};

use super::Shell;
use super::form::{FieldFault, FormFaults};
use super::programme::ProgrammePage;
use super::samples::at;

fn plan(index: usize) -> EligiblePlan {
    EligiblePlan {
        sku: format!("Office {index} <script>"),
        bucket: if index == 1 { "microsoft_365".into() } else { "Own <script>".into() },
        workloads: (0..index).map(|number| format!("Teams {number} <script>")).collect(),
        loaded_at: (index > 1).then(|| at(3)),
    }
}

pub(super) fn programme_settings(shell: Shell, plans: usize, may_write: bool, is_refused: bool) -> ProgrammePage {
    let fault = || FieldFault {
        field: "licence_minimum".into(),
        label: "Minimum <script>".into(),
        message: "It does not work <script>".into(),
    };
    ProgrammePage {
        shell,
        settings: ProgrammeSettings {
            licence_minimum: 1_300,
            changed_at: (plans > 0).then(|| at(1)),
            revision: "3".into(),
            may_write,
        },
        plans: EligiblePlans {
            items: (0..plans).map(plan).collect(),
            next_cursor: (plans > 2).then(|| "b2ZmaWNl".to_owned()),
        },
        typed: if is_refused { "many <script>".into() } else { "1300".into() },
        is_overtaken: is_refused,
        faults: if is_refused { FormFaults(vec![fault()]) } else { FormFaults::default() },
    }
}
