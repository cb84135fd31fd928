package org.netchestra.camel;

/** A route file cannot be used; what ran before goes on. The message is one line: file, line, what and expected. */
public final class RouteFileException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient RouteProblem problem;

    RouteFileException(RouteProblem problem, Throwable cause) {
        super(problem.toString(), cause);
        this.problem = problem;
    }

    RouteFileException(RouteProblem problem) {
        super(problem.toString());
        this.problem = problem;
    }

    RouteProblem problem() {
        return problem;
    }
}
