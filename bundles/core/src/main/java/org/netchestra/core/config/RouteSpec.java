package org.netchestra.core.config;

/**
 * A route as configured: {@code route.10 = path=/img/ -> pool images strip=/img}.
 *
 * @param order its number: routes are asked in this order, and the first that takes a request decides
 */
public record RouteSpec(int order, RouteCondition condition, RouteAction action) {}
