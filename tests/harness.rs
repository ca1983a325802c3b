//! The tools of the tests themselves.

use crate::support::TestApp;

#[tokio::test]
async fn an_unknown_page_is_not_found_for_a_visitor_and_for_a_person() {
    let site = TestApp::start().await;
    site.visitor()
        .visit("/no-such-page")
        .await
        .has_status(404)
        .sees("Page not found");
    let ada = site.person("ada").await;
    ada.visit("/no-such-page").await.has_status(404).sees("Ada");
}
