//! Whether somebody is who they say: the one path on which a password is compared.

use super::{
    commands,
    password::{self, Password, Verdict},
    queries::{self, Credentials},
    throttle::{self, Answer, Tried},
};
use crate::platform::{
    app::App,
    web::error::{Error, Result},
};

/// What came of a password for an address.
#[derive(Debug)]
pub(super) enum Checked {
    /// It is right. The account may be suspended all the same.
    Right(Credentials),
    /// It is wrong, or nobody has this address: the same answer after the same work.
    Wrong,
    /// There were too many wrong ones: for a while none is compared.
    Wait,
}

/// Compares a password with that of the account of an address in its canonical form.
///
/// The try is counted first, so that many at once are no more than the limit.
pub(super) async fn check(app: &App, address: &str, password: &Password) -> Result<Checked> {
    let counted = app
        .write(async |write| throttle::count(app, write, Tried::Password, address).await)
        .await?;
    let is_last = match counted {
        Answer::Allowed { is_last } => is_last,
        Answer::Wait => return Ok(Checked::Wait),
    };
    let known = queries::credentials(&app.db, address).await?;
    let stored = known.as_ref().map(|known| known.password_hash.as_str());
    let verdict = match password::verify(password, stored).await {
        Err(Error::Busy) => {
            // It was not compared, so it was no try.
            app.write(async |write| throttle::take_back(app, write, address).await)
                .await?;
            return Err(Error::Busy);
        }
        verdict => verdict?,
    };
    let (known, fresh) = match (known, verdict) {
        (Some(known), Verdict::Right) => (known, None),
        (Some(known), Verdict::RightAndStale(fresh)) => (known, Some(fresh)),
        (known, _) => {
            let known = known.map(|known| known.id).filter(|_| is_last);
            if is_last {
                app.write(async |write| commands::too_many_wrong(app, write, address, known).await)
                    .await?;
            }
            return Ok(Checked::Wrong);
        }
    };
    app.write(async |write| {
        commands::signed_in(app, write, address, known.id, fresh.as_ref()).await
    })
    .await?;
    Ok(Checked::Right(known))
}
