//! Locking and pinning, each with a reason.

use serde::{Deserialize, Serialize};

use crate::platform::{
    text::clean,
    web::form::{FormState, Problems},
};

/// For how many days a thread may be pinned; the first is offered (forum.md TH15).
pub const PIN_DAYS: [i64; 3] = [30, 7, 90];

/// A lock, or its end, as typed.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct LockForm {
    /// "Reason".
    pub reason: String,
    /// "unlock", or a lock.
    pub act: String,
}

/// A lock, or its end, as meant.
#[derive(Clone, Debug)]
pub struct LockChange {
    /// Why; readers see it.
    pub reason: String,
    /// Whether the lock ends.
    pub unlocks: bool,
}

impl LockForm {
    /// The change, or the form with what is wrong with it.
    pub fn parse(self) -> Result<LockChange, FormState<Self>> {
        let mut problems = Problems::default();
        match problems.note("reason", clean::reason(&self.reason)) {
            Some(reason) => Ok(LockChange {
                reason,
                unlocks: self.act == "unlock",
            }),
            None => Err(problems.reject(self)),
        }
    }
}

/// A pin, or its end, as typed.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct PinForm {
    /// "Reason".
    pub reason: String,
    /// "For how long": days.
    pub days: String,
    /// "unpin", or a pin.
    pub act: String,
}

/// A pin, or its end, as meant.
#[derive(Clone, Debug)]
pub struct PinChange {
    /// Why; readers see it.
    pub reason: String,
    /// For how many days; none ends it.
    pub days: Option<i64>,
}

impl PinForm {
    /// The form as it is first shown.
    pub fn fresh() -> Self {
        Self {
            days: PIN_DAYS
                .first()
                .map(ToString::to_string)
                .unwrap_or_default(),
            ..Self::default()
        }
    }

    /// The change, or the form with what is wrong with it.
    pub fn parse(self) -> Result<PinChange, FormState<Self>> {
        let mut problems = Problems::default();
        let reason = problems.note("reason", clean::reason(&self.reason));
        let days = if self.act == "unpin" {
            Some(None)
        } else {
            problems.note("days", days(&self.days)).map(Some)
        };
        let (Some(reason), Some(days)) = (reason, days) else {
            return Err(problems.reject(self));
        };
        Ok(PinChange { reason, days })
    }
}

fn days(given: &str) -> Result<i64, String> {
    let days = given.parse().ok().filter(|days| PIN_DAYS.contains(days));
    days.ok_or_else(|| "Select for how long".to_owned())
}
