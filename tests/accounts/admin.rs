//! What site admins see of how the site is doing.

use indaba::entity::site_role::Role;

use crate::support::TestApp;

#[tokio::test]
async fn a_site_admin_reads_that_mail_is_off_and_where_it_lies() {
    let site = TestApp::start().await;
    let admin = site.staff("sam", Role::Admin).await;
    let folder = site.app.config.data_dir.join("mail");
    let page = admin.visit("/").await.click("Admin").await;
    page.sees("Mail is off").sees(&folder.display().to_string());
}

#[tokio::test]
async fn the_admin_pages_are_for_site_admins() {
    let site = TestApp::start().await;
    site.staff("mo", Role::Moderator)
        .await
        .visit("/admin")
        .await
        .has_status(403);
    let nob = site.person("nob").await;
    nob.visit("/admin").await.has_status(403);
    let answer = site.visitor().get("/admin").await;
    assert_eq!(answer.location(), "/sign-in?next=%2Fadmin");
}
