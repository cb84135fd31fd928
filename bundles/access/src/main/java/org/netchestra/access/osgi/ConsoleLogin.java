package org.netchestra.access.osgi;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;
import javax.json.Json;
import javax.json.JsonException;
import javax.json.JsonObject;
import javax.json.JsonReader;
import javax.security.auth.Subject;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpSession;
import org.netchestra.access.Credentials;
import org.netchestra.access.JaasLogins;
import org.netchestra.access.Logins;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * The console's sessions: {@code POST auth/login} with a JSON object of username and password begins one,
 * {@code auth/logout} ends it, {@code user} names whose it is and {@code refresh} keeps it.
 */
@Component(service = Servlet.class)
@HttpWhiteboardContextSelect(ConsoleContext.SELECT)
@HttpWhiteboardServletName("hawtio-login")
@HttpWhiteboardServletPattern({"/auth/login", "/auth/logout", "/user", "/refresh"})
public final class ConsoleLogin extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_BODY = 4096;

    private final transient Logins logins = new JaasLogins("karaf");

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getServletPath()) {
            case "/auth/login" -> response.sendRedirect(request.getContextPath() + "/login.html");
            case "/auth/logout" -> {
                end(request);
                response.sendRedirect(request.getContextPath() + "/login.html");
            }
            default -> whoseSession(request, response);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (Requests.foreign(request).isPresent()) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        } else if (request.getServletPath().equals("/auth/login")) {
            login(request, response);
        } else {
            whoseSession(request, response);
        }
    }

    private void login(HttpServletRequest request, HttpServletResponse response) throws IOException {
        end(request);
        Optional<Credentials> credentials = credentials(request);
        Optional<Subject> subject = credentials.flatMap(logins::login);
        if (subject.isEmpty()) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        String user = credentials.get().user();
        HttpSession session = request.getSession(true);
        session.setAttribute(Requests.SUBJECT, subject.get());
        session.setAttribute(Requests.USER, user);
        answer(response, user);
    }

    private static void whoseSession(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<String> user = Requests.sessionUser(request);
        if (user.isEmpty()) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        answer(response, user.get());
    }

    private static void end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    private static Optional<Credentials> credentials(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() < 0 || request.getContentLengthLong() > LONGEST_BODY) {
            return Optional.empty();
        }
        try (Reader body = request.getReader();
                JsonReader json = Json.createReader(body)) {
            JsonObject entity = json.readObject();
            return Optional.of(new Credentials(entity.getString("username", ""), entity.getString("password", "")));
        } catch (JsonException notALogin) {
            return Optional.empty();
        }
    }

    private static void answer(HttpServletResponse response, String user) throws IOException {
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().write(Json.createValue(user).toString());
    }
}
