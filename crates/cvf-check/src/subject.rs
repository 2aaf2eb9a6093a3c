use crate::finding::Finding;
use crate::matching::Print;
use crate::rules::{Rule, Severity};
use crate::stream::Stream;
use cvf_document::Place;
use cvf_framework::{CanonUnit, Route};

/// What a finding is about.
pub(crate) struct Subject<'a> {
    pub(crate) canon: Option<&'a CanonUnit>,
    /// Place in the copy, for a text that is not the canon's.
    pub(crate) route: Option<&'a Route>,
    pub(crate) at: Place,
}

impl<'a> Subject<'a> {
    pub(crate) fn of(canon: &'a CanonUnit, print: &Print, stream: &Stream) -> Self {
        let mut at = stream.place(&print.pieces[0]);
        print.pieces[1..].iter().for_each(|piece| at.chars.extend(stream.place(piece).chars));
        Self { canon: Some(canon), route: None, at }
    }

    pub(crate) fn lost(canon: &'a CanonUnit) -> Self {
        Self { canon: Some(canon), route: None, at: Place::default() }
    }

    pub(crate) fn none() -> Self {
        Self { canon: None, route: None, at: Place::default() }
    }

    /// A finding without its changes and message.
    pub(crate) fn finding(
        &self,
        rule: Rule,
        severity: Severity,
        confidence: f64,
        expected: Option<&str>,
        found: Option<&str>,
    ) -> Finding {
        let route = self.canon.map(|c| &c.route).or(self.route);
        Finding {
            rule,
            severity,
            confidence,
            indicator: self.canon.map(|c| c.id.clone()),
            competency: route.and_then(place_name),
            level: route.and_then(|r| r.level.clone()),
            expected: expected.map(str::to_owned),
            found: found.map(str::to_owned),
            changes: Vec::new(),
            aspect: None,
            meaning: false,
            statements: 0,
            at: self.at.clone(),
            message: String::new(),
            fingerprint: String::new(),
            status: "new".to_owned(),
            review: None,
        }
    }
}

/// The most telling name of a route.
pub(crate) fn place_name(route: &Route) -> Option<String> {
    let competency = match (&route.competency, &route.sub_competency) {
        (Some(c), Some(s)) => Some(format!("{c} – {s}")),
        (c, s) => c.clone().or_else(|| s.clone()),
    };
    competency.or_else(|| route.value.clone()).or_else(|| route.cluster.clone())
}
