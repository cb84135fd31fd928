// The application asks for OAuth settings here; there are none: the appliance has its own login.
