//! Settings of several fields in one line: `name=value; name=value`.

/// The fields of such a line that were not taken yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pairs<'t>(Vec<(&'t str, &'t str)>);

impl<'t> Pairs<'t> {
    /// Reads a line; or says, for an operator, what is wrong with it.
    pub fn read(text: &'t str) -> Result<Self, String> {
        let mut fields: Vec<(&str, &str)> = Vec::new();
        for piece in text.split(';').map(str::trim).filter(|piece| !piece.is_empty()) {
            let (name, value) = piece.split_once('=').ok_or_else(|| format!("{piece} has no ="))?;
            let (name, value) = (name.trim(), value.trim());
            if fields.iter().any(|(other, _)| *other == name) {
                return Err(format!("{name} is there twice"));
            }
            if value.is_empty() {
                return Err(format!("{name} is empty"));
            }
            fields.push((name, value));
        }
        Ok(Self(fields))
    }

    /// Takes a field.
    pub fn take(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(other, _)| *other == name)?;
        Some(self.0.swap_remove(at).1.to_owned())
    }

    /// Takes a field that has to be there.
    pub fn need(&mut self, name: &str) -> Result<String, String> {
        self.take(name).ok_or_else(|| format!("{name} is missing"))
    }

    /// Refuses what nobody took.
    pub fn end(self) -> Result<(), String> {
        self.0.first().map_or(Ok(()), |(name, _)| Err(format!("{name} is not known")))
    }
}
