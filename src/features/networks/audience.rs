//! Who can read what is said in a network, in the words that stand above every composer.

use crate::{
    entity::network::{self, Visibility},
    platform::text::clean::thousands,
};

/// The sentence of forum.md TH1, computed so that nobody has to guess.
///
/// `visitors_can_read` is the site's setting; it concerns public networks alone.
pub fn sentence(network: &network::Model, visitors_can_read: bool) -> String {
    match network.visibility {
        Visibility::Public if visitors_can_read => {
            "Everyone on the internet can read this".to_owned()
        }
        Visibility::Public => "Everyone signed in can read this".to_owned(),
        Visibility::Private => {
            let members = members(network);
            if network.broker_access {
                format!(
                    "Visible to {members} and to the people who look after this site and \
                     knowledge brokers"
                )
            } else {
                format!("Visible to {members} and to the people who look after this site")
            }
        }
        Visibility::Secret => format!(
            "Visible to {}; a reported post also to site moderators",
            members(network)
        ),
    }
}

fn members(network: &network::Model) -> String {
    let name = &network.name;
    match usize::try_from(network.members) {
        Ok(1) => format!("the only member of {name}"),
        Ok(count) => format!("the {} members of {name}", thousands(count)),
        Err(_) => format!("the members of {name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::networks::views::sample;

    fn said(visibility: Visibility, members: i64, broker_access: bool) -> String {
        let network = network::Model {
            name: "Rural Leaders".to_owned(),
            members,
            broker_access,
            ..sample::network(visibility)
        };
        sentence(&network, true)
    }

    #[test]
    fn in_a_public_network_the_whole_internet_reads_unless_visitors_may_not() {
        let network = sample::network(Visibility::Public);
        let words = sentence(&network, true);
        assert_eq!(words, "Everyone on the internet can read this");
        let words = sentence(&network, false);
        assert_eq!(words, "Everyone signed in can read this");
    }

    #[test]
    fn in_a_private_network_members_and_those_who_look_after_the_site_read() {
        assert_eq!(
            said(Visibility::Private, 34, false),
            "Visible to the 34 members of Rural Leaders and to the people who look after this site"
        );
        assert_eq!(
            said(Visibility::Private, 34, true),
            "Visible to the 34 members of Rural Leaders and to the people who look after this site \
             and knowledge brokers"
        );
    }

    #[test]
    fn in_a_secret_network_only_members_read_until_a_post_is_reported() {
        assert_eq!(
            said(Visibility::Secret, 12, false),
            "Visible to the 12 members of Rural Leaders; a reported post also to site moderators"
        );
    }

    #[test]
    fn brokers_whom_a_secret_network_cannot_let_in_are_not_named() {
        assert!(!said(Visibility::Secret, 12, true).contains("broker"));
    }

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!(
            said(Visibility::Secret, 1, false),
            "Visible to the only member of Rural Leaders; a reported post also to site moderators"
        );
        assert!(said(Visibility::Private, 1_234, false).contains("the 1,234 members"));
    }
}
