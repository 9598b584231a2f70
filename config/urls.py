"""Every address of the site comes from the portal, which gathers the modules'."""

from django.urls import include, path

urlpatterns = [path("", include("khuevan.portal.urls"))]
# handler400 = "khuevan.web.errors.bad_request"
# handler403 = "khuevan.web.errors.forbidden"
# handler404 = "khuevan.web.errors.not_found"
# handler500 = "khuevan.web.errors.server_error"
