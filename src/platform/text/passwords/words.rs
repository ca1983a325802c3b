//! What people build passwords of when they are asked for one.

/// Words and phrases that stand in every list of stolen passwords, and those of this field.
pub(super) const COMMON: &str = "\
    abc abcdef access account admin administrator adminadmin alexander amanda america andrea andrew \
    angel anthony apple april arsenal ashley asdf august autumn baby babygirl bailey banana barcelona \
    baseball basketball batman beautiful birmingham blessed bristol britain brother buster butterfly \
    care carers celtic changeit changeme charlie cheese chelsea chester chocolate christmas city \
    coffee commons community company computer cookie correct daniel david december default demo desktop \
    diamond doctor dolphin donald dragon elephant elizabeth england everton facebook family february \
    flower football forever forum freedom friday friend friends george ginger google guest hannah \
    happy harley harry healthcare health heather hello helloworld hospital horse battery staple \
    hunter iloveyou iloveyousomuch indaba internet james january jasmine jennifer jessica jesus \
    jordan joseph joshua july june justin keyboard killer laptop leader leaders leeds letmein letmeinnow \
    linkedin liverpool login london love lovely loveme lucky maggie manager manchester march master \
    matrix matthew maytheforcebewithyou member members mercedes michael michelle microsoft mickey \
    monday monkey mother mummy mustang mynameis mypassword naruto nature network networks nhs nhsnet nicole \
    november nurse october office oliver olivia orange oscar outlook parola passphrase passcode \
    password passwords passwort patient peanut pepper phoenix please poppy princess private purple \
    qazwsx queen qwerty rainbow rangers robert rosie samantha samsung saturday scotland secret secure \
    security september server service shadow silver site smokey snoopy soccer sophie spiderman spring \
    staff starwars stella strong summer sunday sunshine superman support surgery sweetheart system teamwork \
    temp temporary test testing testtest thequickbrownfox thisismypassword thomas threerandomwords \
    thursday tigger tobeornottobe tottenham trust trustno tuesday tweety unicorn united user username \
    verysecret victoria wales wednesday welcome whatever william winter yellow zaq";

/// Rows of keys, alphabets and their walks, as fingers follow them; read in both directions.
pub(super) const WALKS: &[&str] = &[
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiop[]",
    "asdfghjkl;'#",
    "zxcvbnm,./",
    "qwertzuiop",
    "azertyuiop",
    "qwertyuiopasdfghjklzxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.",
    "qazwsxedcrfvtgbyhnujmikolp",
    "!qaz@wsx#edc$rfv%tgb",
    "!\"£$%^&*()",
    "!@#$%^&*()",
    "a1b2c3d4e5f6g7h8i9j0",
    "1a2b3c4d5e6f7g8h9i0j",
    "aabbccddeeffgghhiijjkk",
    "112233445566778899",
    "a1s2d3f4g5h6j7k8l9",
    "147258369",
    "159753",
];
