package org.netchestra.controller;

import java.util.PriorityQueue;

/** A server that shares its speed evenly among its jobs. In virtual time, seconds. */
final class SharingServer {

    private record Job(double finish, Request request) implements Comparable<Job> {
        @Override
        public int compareTo(Job other) {
            return Double.compare(finish, other.finish);
        }
    }

    private final PriorityQueue<Job> jobs = new PriorityQueue<>();
    private double speed;
    private double service;
    private double last;

    SharingServer(double speed) {
        this.speed = speed;
    }

    int inFlight() {
        return jobs.size();
    }

    /** What work takes without other jobs. */
    double alone(double work) {
        return work / speed;
    }

    void speed(double now, double newSpeed) {
        advance(now);
        speed = newSpeed;
    }

    void add(double now, Request request) {
        advance(now);
        jobs.add(new Job(service + request.work(), request));
    }

    /** When the next job ends if nothing else happens; infinite when there is none. */
    double nextEnd() {
        Job first = jobs.peek();
        return first == null ? Double.POSITIVE_INFINITY : last + (first.finish - service) * jobs.size() / speed;
    }

    Request end(double now) {
        advance(now);
        Job first = jobs.remove();
        service = first.finish;
        return first.request;
    }

    private void advance(double now) {
        if (!jobs.isEmpty()) {
            service += (now - last) * speed / jobs.size();
        }
        last = now;
    }

    /** A request in virtual time. */
    record Request(double start, double work, int server) {}
}
