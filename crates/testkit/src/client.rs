//! A caller over real HTTP, that knows of every request whether it was answered.
//!
//! It never asks twice of its own accord: what was asked once and not answered is for the test to judge.

use std::fmt::Write as _;
use std::io::{self, BufRead, BufReader, Write as _};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// An answer, read to its end.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The fields of its header, names in small letters, in order.
    pub header: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The first field of a header of that name.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.header.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// The value of a cookie that it sets.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let set = |(field, value): &&(String, String)| field == "set-cookie" && value.starts_with(&format!("{name}="));
        let (_, value) = self.header.iter().find(set)?;
        value.split([';', '=']).nth(1).filter(|value| !value.is_empty())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON; null where it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// Whether it says that what was asked is done.
    pub fn is_done(&self) -> bool {
        (200..400).contains(&self.status)
    }
}

impl std::fmt::Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let beginning: String = self.text().chars().take(200).collect();
        write!(f, "{}, retry-after {:?}: {beginning}", self.status, self.field("retry-after"))
    }
}

/// A caller with a connection of its own, which is kept while the server keeps it.
#[derive(Debug)]
pub struct Client {
    address: SocketAddr,
    patience: Duration,
    fields: String,
    connection: Option<BufReader<TcpStream>>,
}

impl Client {
    /// A caller of that address, without a credential.
    pub fn of(address: SocketAddr) -> Self {
        Self { address, patience: Duration::from_secs(30), fields: String::new(), connection: None }
    }

    /// The caller with a field in the header of each request.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        let _ = write!(self.fields, "{name}: {value}\r\n");
        self
    }

    /// The caller with a token.
    #[must_use]
    pub fn with_token(self, token: &str) -> Self {
        self.with("Authorization", &format!("Bearer {token}"))
    }

    /// The caller who waits for an answer no longer than that.
    #[must_use]
    pub fn patient_for(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Asks with GET.
    pub fn get(&mut self, path: &str) -> io::Result<Answer> {
        self.send("GET", path, &[], b"")
    }

    /// Sends JSON.
    pub fn json(&mut self, method: &str, path: &str, body: &Value) -> io::Result<Answer> {
        self.send(method, path, &[("Content-Type", "application/json")], body.to_string().as_bytes())
    }

    /// Sends a form with cookies.
    pub fn form(&mut self, path: &str, cookies: &str, fields: &[(&str, &str)]) -> io::Result<Answer> {
        let body: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        let kind = ("Content-Type", "application/x-www-form-urlencoded");
        self.send("POST", path, &[kind, ("Cookie", cookies)], body.join("&").as_bytes())
    }

    /// Sends a request and reads its answer. After an error nobody knows whether it was done.
    pub fn send(&mut self, method: &str, path: &str, fields: &[(&str, &str)], body: &[u8]) -> io::Result<Answer> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.connect()?,
        };
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n{}", self.address, self.fields);
        for (name, value) in fields {
            let _ = write!(request, "{name}: {value}\r\n");
        }
        if !body.is_empty() || method != "GET" {
            let _ = write!(request, "Content-Length: {}\r\n", body.len());
        }
        request.push_str("\r\n");
        let mut bytes = request.into_bytes();
        bytes.extend_from_slice(body);
        connection.get_mut().write_all(&bytes)?;
        let answer = read_answer(&mut connection, method == "HEAD")?;
        if answer.field("connection") != Some("close") {
            self.connection = Some(connection);
        }
        Ok(answer)
    }

    fn connect(&self) -> io::Result<BufReader<TcpStream>> {
        let stream = TcpStream::connect_timeout(&self.address, self.patience)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(self.patience))?;
        stream.set_write_timeout(Some(self.patience))?;
        Ok(BufReader::new(stream))
    }

    /// Hangs up.
    pub fn hang_up(&mut self) {
        if let Some(connection) = self.connection.take() {
            let _ = connection.get_ref().shutdown(Shutdown::Both);
        }
    }
}

/// A text as it stands in a form.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            escaped.push(char::from(byte));
        } else {
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

fn broken(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, what)
}

fn read_line(from: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    if from.read_line(&mut line)? == 0 || !line.ends_with('\n') {
        return Err(broken("the answer ended in its header"));
    }
    Ok(line.trim_end().to_owned())
}

/// Reads an answer as far as its header says.
pub fn read_answer(from: &mut impl BufRead, is_headless: bool) -> io::Result<Answer> {
    let first = read_line(from)?;
    let status = first.split(' ').nth(1).and_then(|status| status.parse().ok());
    let status = status.ok_or_else(|| broken("no status"))?;
    let mut header = Vec::new();
    loop {
        let line = read_line(from)?;
        let Some((name, value)) = line.split_once(':') else { break };
        header.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let mut answer = Answer { status, header, body: Vec::new() };
    if is_headless || status == 204 || status == 304 {
        return Ok(answer);
    }
    if answer.field("transfer-encoding") == Some("chunked") {
        loop {
            let size = read_line(from)?;
            let size = usize::from_str_radix(size.trim(), 16).map_err(|_| broken("no size of a chunk"))?;
            let mut chunk = vec![0; size];
            from.read_exact(&mut chunk)?;
            read_line(from)?;
            if size == 0 {
                return Ok(answer);
            }
            answer.body.extend_from_slice(&chunk);
        }
    }
    if let Some(length) = answer.field("content-length") {
        answer.body = vec![0; length.parse().map_err(|_| broken("no length"))?];
        from.read_exact(&mut answer.body)?;
        return Ok(answer);
    }
    from.read_to_end(&mut answer.body)?;
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_ends_where_its_header_says() {
        let told = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nSet-Cookie: a=b; Path=/\r\n\r\nokHTTP/1.1 204 No\r\n\r\n";
        let mut from = told.as_bytes();
        let first = read_answer(&mut from, false).unwrap();
        assert_eq!((first.status, first.text().as_str(), first.cookie("a")), (200, "ok", Some("b")));
        assert_eq!(read_answer(&mut from, false).unwrap().status, 204);
        let mut from = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n".as_bytes();
        assert_eq!(read_answer(&mut from, false).unwrap().text(), "ab");
        assert!(read_answer(&mut "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab".as_bytes(), false).is_err());
    }
}
