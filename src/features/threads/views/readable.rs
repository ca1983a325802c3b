//! Values for the hot page: templates read the fields of a struct itself, without a map made by
//! serde for each request (performance.md 4).

/// Lets templates read these fields of a struct. Fields that are read more than once are best kept
/// as [`minijinja::Value`], whose clones are cheap.
macro_rules! readable {
    ($type:ty: $($field:ident),+ $(,)?) => {
        impl minijinja::value::Object for $type {
            fn get_value_by_str(self: &std::sync::Arc<Self>, key: &str) -> Option<minijinja::Value> {
                match key {
                    $(stringify!($field) => Some(minijinja::Value::from(self.$field.clone())),)+
                    _ => None,
                }
            }

            fn get_value(
                self: &std::sync::Arc<Self>,
                key: &minijinja::Value,
            ) -> Option<minijinja::Value> {
                self.get_value_by_str(key.as_str()?)
            }

            fn enumerate(self: &std::sync::Arc<Self>) -> minijinja::value::Enumerator {
                minijinja::value::Enumerator::Str(&[$(stringify!($field)),+])
            }
        }
    };
}

pub(super) use readable;
