//! What kinds, stages, rules and roles of a network are called on pages.

use crate::{
    entity::{
        membership::Role,
        network::{Governance, JoinPolicy, Kind, MemberList, Stage, Visibility},
    },
    platform::text::clean::thousands,
};

/// "Learning": the choice in a form, and the filter of the directory.
pub const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Learning => "Learning",
        Kind::Improvement => "Improvement",
        Kind::Delivery => "Delivery",
        Kind::Advocacy => "Advocacy",
        Kind::Support => "Support",
        Kind::Development => "Development",
        Kind::CommunityOfPractice => "Community of practice",
        Kind::Other => "Other",
    }
}

/// What a kind is for (health-check.md 3.1).
pub const fn kind_hint(kind: Kind) -> &'static str {
    match kind {
        Kind::Learning => "We learn from each other",
        Kind::Improvement => "We change practice on a shared topic",
        Kind::Delivery => "We coordinate or manage care together",
        Kind::Advocacy => "We change policy or public view",
        Kind::Support => "We support one another, often led by people with lived experience",
        Kind::Development => "We redesign a place or a system, several organisations together",
        Kind::CommunityOfPractice => "We are peers from several networks",
        Kind::Other => "Something else",
    }
}

/// "Learning network": what a network of this kind is.
pub const fn kind_of_network(kind: Kind) -> &'static str {
    match kind {
        Kind::Learning => "Learning network",
        Kind::Improvement => "Improvement network",
        Kind::Delivery => "Delivery network",
        Kind::Advocacy => "Advocacy network",
        Kind::Support => "Support network",
        Kind::Development => "Development network",
        Kind::CommunityOfPractice => "Community of practice",
        Kind::Other => "Network",
    }
}

/// "Forming".
pub const fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Forming => "Forming",
        Stage::Building => "Building",
        Stage::Performing => "Performing",
        Stage::Renewing => "Renewing",
    }
}

/// How to know a stage by.
pub const fn stage_hint(stage: Stage) -> &'static str {
    match stage {
        Stage::Forming => "Getting started: who we are and what we are for",
        Stage::Building => "Finding our ways of working together",
        Stage::Performing => "In full flow",
        Stage::Renewing => "Changing shape, or coming to an end",
    }
}

/// "Private": the tag beside a name.
pub const fn visibility(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Public => "Public",
        Visibility::Private => "Private",
        Visibility::Secret => "Secret",
    }
}

/// The sentence that explains a visibility before it is chosen.
pub const fn visibility_hint(visibility: Visibility, visitors_can_read: bool) -> &'static str {
    match visibility {
        Visibility::Public if visitors_can_read => {
            "Everyone on the internet can read it, and anyone signed in can join."
        }
        Visibility::Public => "Everyone signed in can read it and join.",
        Visibility::Private => {
            "Everyone finds its name and purpose and can ask to join. Members read what is said, \
             and so can the people who look after this site."
        }
        Visibility::Secret => {
            "Only members know that it exists. People come in when you invite them."
        }
    }
}

/// How people come in.
pub const fn join_policy(policy: JoinPolicy) -> &'static str {
    match policy {
        JoinPolicy::Open => "Anyone signed in joins with one button",
        JoinPolicy::Request => "People ask to join; a leader or moderator decides",
        JoinPolicy::Invitation => "People join when they are invited",
    }
}

/// Who may open the member list.
pub const fn member_list(audience: MemberList) -> &'static str {
    match audience {
        MemberList::Everyone => "Everyone signed in who can see the network",
        MemberList::Members => "Members",
        MemberList::Moderators => "Leaders and moderators",
    }
}

/// How a network is held together.
pub const fn governance(form: Governance) -> &'static str {
    match form {
        Governance::Shared => "Shared by members",
        Governance::LeadOrganisation => "One lead organisation",
        Governance::CoordinatingBody => "A separate coordinating body",
        Governance::NotSettled => "Not settled",
    }
}

/// "Leader": the tag beside a person.
pub const fn role(role: Role) -> &'static str {
    match role {
        Role::Member => "Member",
        Role::Moderator => "Moderator",
        Role::Leader => "Leader",
    }
}

/// "34 members".
pub fn members(count: i64) -> String {
    match usize::try_from(count) {
        Ok(1) => "1 member".to_owned(),
        Ok(count) => format!("{} members", thousands(count)),
        Err(_) => "0 members".to_owned(),
    }
}

/// A count for those who may not open the list: rounded down to tens (forum.md NW2).
pub fn rounded_members(count: i64) -> String {
    match usize::try_from(count / 10 * 10) {
        Ok(0) | Err(_) => "fewer than 10 members".to_owned(),
        Ok(tens) => format!("{} members or more", thousands(tens)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outsiders_read_a_count_rounded_down_to_tens() {
        assert_eq!(rounded_members(0), "fewer than 10 members");
        assert_eq!(rounded_members(9), "fewer than 10 members");
        assert_eq!(rounded_members(10), "10 members or more");
        assert_eq!(rounded_members(1_239), "1,230 members or more");
    }

    #[test]
    fn one_member_is_not_members() {
        assert_eq!(members(1), "1 member");
        assert_eq!(members(0), "0 members");
        assert_eq!(members(1_000), "1,000 members");
    }
}
