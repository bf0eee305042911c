/// What the API and the live stream show: types of their own, made from the internal events and
/// states. A component's name here is a name on the wire and stays; renaming one in an event
/// changes nothing outside. Knows nothing of routes or streams.
@NullMarked
package dev.agentpay.server.views;

import org.jspecify.annotations.NullMarked;
