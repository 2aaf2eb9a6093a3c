//! The date: the only thing that is not in the input. Everything that depends on it takes it as
//! a value.

use cvf::{Problem, is_date};
use std::time::{SystemTime, UNIX_EPOCH};

/// The date that the user gives, or today's in Greenwich, as year-month-day.
pub(crate) fn today(given: Option<&str>) -> Result<String, Problem> {
    match given {
        Some(date) if is_date(date) => Ok(date.to_owned()),
        Some(other) => Err(Problem::new("--today", format!("`{other}` is no date")).help("write it as year-month-day")),
        None => {
            let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
            Ok(date(seconds / 86_400))
        }
    }
}

/// The date that lies some days after 1970-01-01 (years of 400-year cycles, begun in March).
fn date(days: u64) -> String {
    let shifted = days + 719_468;
    let (era, day) = (shifted / 146_097, shifted % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let in_year = day - (365 * year + year / 4 - year / 100);
    let from_march = (5 * in_year + 2) / 153;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = era * 400 + year + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{:02}", in_year - (153 * from_march + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates() {
        for (days, text) in [(0, "1970-01-01"), (59, "1970-03-01"), (11_016, "2000-02-29"), (20_781, "2026-11-24")] {
            assert_eq!(date(days), text);
        }
    }
}
