"""Questions about steering, infrastructure and people."""

from django.utils.translation import gettext_lazy as _

from khuevan.core.indicators.types import ReportPeriod

from .questions import GENERAL, PUBLIC, WITH_PUPILS, of_ninh_binh, of_others, share, yes_no

STAFF_OF_UNIT = _("Tổng số cán bộ quản lý, giáo viên, nhân viên của đơn vị")
TEACHERS_OF_UNIT = _("Tổng số nhà giáo của đơn vị")

DIRECTION = (
    yes_no(
        "digital_day",
        _("Cơ sở có kế hoạch, hoạt động Ngày Chuyển đổi số và «Bình dân học vụ số»"),
        _(
            "Trong năm, đơn vị đã ban hành kế hoạch và có cả hoạt động hưởng ứng Ngày Chuyển đổi số quốc gia lẫn hoạt động của "
            "phong trào «Bình dân học vụ số»?"
        ),
        of_ninh_binh("I.2.1"),
        _("Số kế hoạch, ảnh hoặc bài đăng về hoạt động"),
        period=ReportPeriod.YEAR,
    ),
    yes_no(
        "website_column",
        _("Trang thông tin điện tử của cơ sở công lập có chuyên mục chuyển đổi số, Đề án 06"),
        _(
            "Trang thông tin điện tử của đơn vị có chuyên trang, chuyên mục về chuyển đổi số, Đề án 06 và được cập nhật thường "
            "xuyên?"
        ),
        of_ninh_binh("I.2.1"),
        _("Địa chỉ chuyên mục, ngày của tin mới nhất"),
        ownerships=PUBLIC,
    ),
    yes_no(
        "focal_points",
        _("Cơ sở có lãnh đạo phụ trách và đầu mối CNTT, chuyển đổi số, thống kê"),
        _("Đơn vị đã phân công cả lãnh đạo phụ trách và người làm đầu mối CNTT, chuyển đổi số, thống kê?"),
        of_ninh_binh("II.1"),
        _("Số quyết định phân công"),
    ),
    yes_no(
        "yearly_plan",
        _("Cơ sở ban hành, công khai kế hoạch CNTT, chuyển đổi số từ đầu năm học"),
        _("Đơn vị đã ban hành và công khai kế hoạch ứng dụng CNTT, chuyển đổi số của năm học này từ đầu năm học?"),
        of_ninh_binh("II.1"),
        _("Số kế hoạch, nơi công khai"),
        period=ReportPeriod.SCHOOL_YEAR,
    ),
    yes_no(
        "steering_group",
        _("Cơ sở thành lập Ban chỉ đạo hoặc Tổ chuyển đổi số"),
        _("Đơn vị đã có quyết định thành lập Ban chỉ đạo hoặc Tổ chuyển đổi số?"),
        of_others("Đắk Nông"),
        _("Số quyết định"),
    ),
    yes_no(
        "maturity_assessed",
        _("Cơ sở đã tự đánh giá và được đánh giá ngoài mức độ chuyển đổi số"),
        _("Đơn vị đã hoàn thành cả tự đánh giá và đánh giá ngoài mức độ chuyển đổi số?"),
        of_others("Đầm Hà"),
        _("Biên bản, kết quả đánh giá"),
    ),
)

INFRASTRUCTURE = (
    yes_no(
        "standard_lan",
        _("Cơ sở công lập có mạng LAN đạt tiêu chuẩn kỹ thuật"),
        _("Mạng nội bộ (LAN) của đơn vị đã đáp ứng tiêu chuẩn kỹ thuật?"),
        of_ninh_binh("I.2.2"),
        _("Biên bản nghiệm thu hoặc kiểm tra mạng"),
        ownerships=PUBLIC,
    ),
    yes_no(
        "ipv_six",
        _("Cơ sở công lập hoàn thiện chuyển đổi sang IPv6"),
        _("Đơn vị đã hoàn thiện chuyển đổi sang địa chỉ IPv6?"),
        of_ninh_binh("I.2.2"),
        _("Xác nhận của nhà mạng, hoặc ảnh chụp trang kiểm tra IPv6"),
        ownerships=PUBLIC,
    ),
    yes_no(
        "fibre_internet",
        _("Cơ sở kết nối Internet cáp quang, tốc độ cao"),
        _("Đơn vị đang dùng đường truyền Internet cáp quang, tốc độ cao?"),
        of_others("Đắk Nông, Đắk Lắk, Ngã Năm, Đầm Hà"),
        _("Số hợp đồng, tốc độ đường truyền"),
    ),
    yes_no(
        "enough_computers",
        _("Trường phổ thông có đủ máy tính dạy môn Tin học và phục vụ quản lý"),
        _("Trường có đủ máy tính theo định mức cho cả dạy môn Tin học và quản lý?"),
        of_others("Đắk Nông"),
        _("Số máy dạy học, số máy quản lý"),
        levels=GENERAL,
    ),
)

PEOPLE = (
    share(
        "department_digital_staff",
        _("Người làm việc tại Sở có hiểu biết về chuyển đổi số và kỹ năng số"),
        _("người"),
        _("Số người làm việc tại Sở được đánh giá là có hiểu biết về chuyển đổi số, dùng được các nền tảng, dịch vụ số"),
        _("Tổng số người làm việc tại Sở"),
        of_ninh_binh("I.2.3"),
        _("Kết quả đánh giá"),
        by="department",
    ),
    share(
        "digital_staff",
        _("Cán bộ quản lý, giáo viên, nhân viên có hiểu biết về chuyển đổi số và kỹ năng số"),
        _("người"),
        _("Số người được đánh giá là có hiểu biết về chuyển đổi số, dùng được các nền tảng, dịch vụ số"),
        STAFF_OF_UNIT,
        of_ninh_binh("I.2.3"),
        _("Kết quả đánh giá"),
    ),
    share(
        "digital_pupils",
        _("Học sinh trung học được trang bị kiến thức, kỹ năng số và kỹ năng an toàn"),
        _("học sinh"),
        _("Số học sinh THCS, THPT được trang bị kiến thức, kỹ năng số và kỹ năng bảo đảm an toàn trong môi trường số"),
        _("Tổng số học sinh THCS, THPT của đơn vị"),
        of_ninh_binh("I.2.3"),
        _("Kế hoạch dạy học, kết quả đánh giá"),
        levels=frozenset({"lower_secondary", "upper_secondary"}),
        period=ReportPeriod.SCHOOL_YEAR,
    ),
    share(
        "trained_staff",
        _("Người làm việc được tập huấn về chuyển đổi số, kỹ năng số trong năm"),
        _("người"),
        _("Số người có ít nhất một lần tập huấn, bồi dưỡng về chuyển đổi số, kỹ năng số trong năm"),
        STAFF_OF_UNIT,
        of_ninh_binh("II.3"),
        _("Danh sách, chứng nhận tập huấn"),
        period=ReportPeriod.YEAR,
    ),
    share(
        "data_trained_staff",
        _("Người làm việc được tập huấn kỹ năng phân tích, xử lý dữ liệu"),
        _("người"),
        _("Số người được tập huấn, bồi dưỡng kỹ năng phân tích, xử lý dữ liệu bằng công cụ số"),
        STAFF_OF_UNIT,
        of_others("Đầm Hà"),
        _("Danh sách, chứng nhận tập huấn"),
    ),
    share(
        "competence_trained",
        _("Nhà giáo, cán bộ quản lý được bồi dưỡng năng lực số"),
        _("người"),
        _("Số nhà giáo, cán bộ quản lý đã được bồi dưỡng năng lực số"),
        _("Tổng số nhà giáo, cán bộ quản lý của đơn vị"),
        of_others("Đắk Nông"),
        _("Danh sách, chứng nhận bồi dưỡng"),
    ),
    share(
        "signing_teachers",
        _("Nhà giáo phổ thông công lập có chứng thư chữ ký số, chữ ký điện tử"),
        _("nhà giáo"),
        _("Số nhà giáo có chứng thư chữ ký số hoặc chứng thư chữ ký điện tử còn hiệu lực"),
        TEACHERS_OF_UNIT,
        of_ninh_binh("I.2.5"),
        _("Danh sách chứng thư của đơn vị cung cấp"),
        levels=GENERAL,
        ownerships=PUBLIC,
    ),
    share(
        "equipped_pupils",
        _("Học sinh có đủ điều kiện học trực tuyến"),
        _("học sinh"),
        _("Số học sinh có đủ cả thiết bị, đường truyền và phần mềm để học trực tuyến"),
        _("Tổng số học sinh từ tiểu học trở lên của đơn vị"),
        of_others("Đắk Nông, Đắk Lắk, Ngã Năm, Đầm Hà"),
        _("Kết quả khảo sát của trường"),
        levels=WITH_PUPILS,
        period=ReportPeriod.SCHOOL_YEAR,
    ),
    share(
        "equipped_teachers",
        _("Nhà giáo có đủ điều kiện dạy trực tuyến"),
        _("nhà giáo"),
        _("Số nhà giáo có đủ cả thiết bị, đường truyền và phần mềm để dạy trực tuyến"),
        TEACHERS_OF_UNIT,
        of_others("Đắk Nông, Đắk Lắk, Ngã Năm, Đầm Hà"),
        _("Kết quả khảo sát của trường"),
        period=ReportPeriod.SCHOOL_YEAR,
    ),
)
