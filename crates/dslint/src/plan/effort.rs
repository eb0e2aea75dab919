//! Rough estimates: what a page says of one place, times the places.

use dslint_rules::Effort;

/// Beyond this many places of a change the work is the same again, and goes faster.
const MOST_PLACES: usize = 10;
/// A working day.
const DAY: u32 = 8 * 60;

/// What the estimate is made of, for readers.
pub(crate) const EXPLAINED: &str = "rough: 10 minutes, 3 hours or 2 days a place, at most 10 places of a change; \
                                    framework and database steps, tests and questions are not in it";

/// The minutes that some places of a change take.
pub(crate) fn minutes(effort: Effort, places: usize) -> u32 {
    let each = match effort {
        Effort::Minutes => 10,
        Effort::Hours => 3 * 60,
        Effort::Days => 2 * DAY,
    };
    each * u32::try_from(places.min(MOST_PLACES)).unwrap_or(0)
}

/// `about 3 hours of edits`
pub(crate) fn words(minutes: u32) -> String {
    let rounded = |unit: u32| (minutes + unit / 2) / unit;
    match minutes {
        0 => "no edits".to_owned(),
        1..50 => "less than an hour of edits".to_owned(),
        50..90 => "about an hour of edits".to_owned(),
        90..450 => format!("about {} hours of edits", rounded(60)),
        450..720 => "about a day of edits".to_owned(),
        720..9840 => format!("about {} days of edits", rounded(DAY)),
        _ => "more than 20 days of edits".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_words() {
        let texts = [0, 10, 60, 100, 400, 480, 1000, 9_600, 100_000].map(words);
        assert_eq!(
            texts,
            [
                "no edits",
                "less than an hour of edits",
                "about an hour of edits",
                "about 2 hours of edits",
                "about 7 hours of edits",
                "about a day of edits",
                "about 2 days of edits",
                "about 20 days of edits",
                "more than 20 days of edits",
            ]
        );
    }

    #[test]
    fn capped() {
        assert_eq!(minutes(Effort::Minutes, 3), 30);
        assert_eq!(minutes(Effort::Hours, 1000), 1800);
    }
}
