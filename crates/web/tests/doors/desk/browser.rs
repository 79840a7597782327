//! Callers: a browser that keeps cookies and sends forms, and a program with a token.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, header};
use axum::response::Response;
use http_body_util::BodyExt;
use scraper::{Html, Selector};
use tower::ServiceExt;

use super::Person;

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
    pub(crate) asked: String,
}

impl Answer {
    async fn read(asked: String, response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Self {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            asked,
        }
    }

    /// The answer, where it has that status.
    #[track_caller]
    pub(crate) fn assert_status(self, status: u16) -> Self {
        let main = self.body.split("<main").nth(1).unwrap_or(&self.body);
        let shown: String = main.chars().take(600).collect();
        assert_eq!(self.status, status, "{}: {shown}", self.asked);
        self
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn location(&self) -> &str {
        self.header("location")
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{}: {error}: {}", self.asked, self.body))
    }

    /// The attribute of the first element that a selector finds.
    pub(crate) fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        let page = Html::parse_document(&self.body);
        let selector = Selector::parse(selector).unwrap();
        page.select(&selector).next().and_then(|element| element.attr(name).map(str::to_owned))
    }

    /// How many elements a selector finds.
    pub(crate) fn count(&self, selector: &str) -> usize {
        Html::parse_document(&self.body).select(&Selector::parse(selector).unwrap()).count()
    }

    /// The addresses to which the page leads by links and forms.
    pub(crate) fn leads_to(&self) -> Vec<(String, String)> {
        let page = Html::parse_document(&self.body);
        let find = |selector: &str, name: &'static str| -> Vec<(String, String)> {
            let elements = Selector::parse(selector).unwrap();
            let addresses = page.select(&elements).map(|element| {
                let method = if element.attr("method") == Some("post") { "POST" } else { "GET" };
                (method.to_owned(), element.attr(name).unwrap_or_default().to_owned())
            });
            addresses.collect()
        };
        [
            find("a[href]", "href"),
            find("form[action]", "action"),
            find("link[href]", "href"),
            find("script[src]", "src"),
        ]
        .concat()
    }
}

/// A browser: it keeps cookies, and sends forms back with what the page gave it.
pub(crate) struct Browser {
    router: Router,
    pub(crate) cookies: BTreeMap<String, String>,
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl Browser {
    pub(crate) fn new(router: Router) -> Self {
        Self { router, cookies: BTreeMap::new(), headers: vec![("host", "127.0.0.1:8080".to_owned())] }
    }

    pub(crate) async fn send(&mut self, method: &str, path: &str, kind: Option<&str>, body: impl Into<Body>) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        if !self.cookies.is_empty() {
            let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let response = self.router.clone().oneshot(request.body(body.into()).unwrap()).await.unwrap();
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            if cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Answer::read(format!("{method} {path}"), response).await
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, None, Body::empty()).await
    }

    /// Sends a form as it is.
    pub(crate) async fn post_bare(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send("POST", path, Some("application/x-www-form-urlencoded"), body).await
    }

    /// The token that a page gives to its forms.
    pub(crate) async fn token_of(&mut self, page: &str) -> String {
        let page = self.get(page).await;
        page.attribute("input[name=csrf]", "value")
            .unwrap_or_else(|| panic!("no token on {}: {}", page.asked, page.body))
    }

    /// Opens a page and sends a form from it.
    pub(crate) async fn post_from(&mut self, page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token_of(page).await;
        let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("csrf", token.as_str())]).collect();
        self.post_bare(path, &fields).await
    }

    pub(crate) async fn sign_in(&mut self, person: Person, password: &str) -> Answer {
        let email = person.email();
        self.post_from("/sign-in", "/sign-in", &[("email", &email), ("password", password)]).await
    }

    /// Uploads a file from the page of loads.
    pub(crate) async fn upload(&mut self, file_name: &str, content: &str) -> Answer {
        let page = self.get("/loads").await;
        let action = page.attribute("form[enctype='multipart/form-data']", "action").unwrap();
        let (kind, body) = multipart(file_name, content);
        self.send("POST", &action, Some(&kind), body).await
    }
}

/// A form with one file.
pub(crate) fn multipart(file_name: &str, content: &str) -> (String, String) {
    let body = format!(
        "--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{file_name}\"\r\nContent-Type: text/csv\r\n\r\n{content}\r\n--limit--\r\n"
    );
    ("multipart/form-data; boundary=limit".to_owned(), body)
}

/// A program that calls the API.
pub(crate) struct Program {
    router: Router,
    token: Option<String>,
    headers: Vec<(&'static str, String)>,
}

impl Program {
    pub(crate) fn new(router: Router, token: Option<String>) -> Self {
        Self { router, token, headers: Vec::new() }
    }

    /// The same program, which sends a header besides.
    pub(crate) fn with(&self, name: &'static str, value: &str) -> Self {
        let mut headers = self.headers.clone();
        headers.push((name, value.to_owned()));
        Self { router: self.router.clone(), token: self.token.clone(), headers }
    }

    pub(crate) async fn send(&self, method: &str, path: &str, kind: Option<&str>, body: impl Into<Body>) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let response = self.router.clone().oneshot(request.body(body.into()).unwrap()).await.unwrap();
        Answer::read(format!("{method} {path}"), response).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None, Body::empty()).await
    }

    pub(crate) async fn json(&self, method: &str, path: &str, body: &serde_json::Value) -> Answer {
        self.send(method, path, Some("application/json"), body.to_string()).await
    }
}
