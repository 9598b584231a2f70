"""Addresses of roles."""

from django.urls import path

from .views import acting, clients, matrix, posts

app_name = "roles"
urlpatterns = [
    path("vai-tro/", acting.SwitchPost.as_view(), name="switch_post"),
    path("he-thong/vai-tro/", posts.PostList.as_view(), name="posts"),
    path("he-thong/vai-tro/cho-phan/", posts.LeftBehind.as_view(), name="left_behind"),
    path("he-thong/vai-tro/don-vi/", posts.UnitList.as_view(), name="units"),
    path("he-thong/vai-tro/don-vi/<int:pk>/", posts.UnitPosts.as_view(), name="unit"),
    *posts.Assign.routes("he-thong/vai-tro/don-vi/<int:pk>/phan/", "assign"),
    path("he-thong/vai-tro/nguoi/<int:pk>/", posts.PersonPage.as_view(), name="person"),
    path("he-thong/vai-tro/<int:pk>/ket-thuc/", posts.End.as_view(), name="end"),
    path("he-thong/phan-quyen/", matrix.Matrix.as_view(), name="matrix"),
    path("he-thong/phan-quyen/da-dieu-chinh/", matrix.Adjustments.as_view(), name="adjustments"),
    path("he-thong/phan-quyen/<slug:role>/<str:code>/them/", matrix.Give.as_view(), name="give"),
    path("he-thong/phan-quyen/<slug:role>/<str:code>/bot/", matrix.Take.as_view(), name="take"),
    path("he-thong/phien-ho-tro/", acting.SupportList.as_view(), name="support"),
    path("he-thong/phien-ho-tro/mo/<int:pk>/", acting.OpenSupport.as_view(), name="support_open"),
    path("he-thong/phien-ho-tro/<int:pk>/dong/", acting.CloseSupport.as_view(), name="support_close"),
    path("he-thong/phan-mem-api/<int:pk>/pham-vi/", clients.ClientPosts.as_view(), name="client"),
    path("he-thong/phan-mem-api/<int:pk>/pham-vi/them/", clients.AddClientPost.as_view(), name="client_add"),
    path("he-thong/phan-mem-api/pham-vi/<int:pk>/bo/", clients.RemoveClientPost.as_view(), name="client_remove"),
]
